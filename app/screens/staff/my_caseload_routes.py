"""My people: whom I stay in touch with, who is late first; who is new with me, and my talks that are not finished."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session, and_, col

from app.accounts.current_user import Actor
from app.accounts.guards import Follower
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import N_, Key
from app.guidance.caseloads import queries, saved_filter_actions
from app.guidance.caseloads.due_group_rules import Group, Place
from app.guidance.caseloads.facts import Whose
from app.guidance.caseloads.forms import MineForm
from app.guidance.caseloads.queries import Watched
from app.guidance.intakes import queries as talks
from app.guidance.journeys.models import Journey
from app.guidance.journeys.queries import leave_now
from app.handovers.lifecycle.labels import STATE_NAMES
from app.handovers.pages.former_responsibility_queries import handed_over
from app.handovers.shared_plans.queries import unseen_answers
from app.screens.person.inactivity_queries import is_silent
from app.web.forms import Submitted
from app.web.pages import Page, see

router = APIRouter()

GROUPS = {
    Group.LATE: N_("Late"),
    Group.TODAY: N_("Today"),
    Group.WEEK: N_("This week"),
    Group.LATER: N_("Later"),
    Group.SILENT: N_("Silent for more than four weeks"),
    Group.ALONE: N_("Nobody here answers"),
}
WHOSE = {
    Whose.BOTH: N_("Everybody"),
    Whose.ANSWERS: N_("Whom I stay in touch with"),
    Whose.STEPS: N_("Only my steps with people of others"),
}
MINE = "people"  # the place under which the choice is kept
EVERYTHING = "all"
A_FEW = 10  # of who is silent, below everybody else


def by_group(rows: list[Watched], after: Place | None, today: date) -> list[tuple[Group, bool, list[Watched]]]:
    """The rows in their groups, and whether a group goes on from the page before."""
    found: list[tuple[Group, bool, list[Watched]]] = []
    for row in rows:
        if not found or found[-1][0] != row.group:
            goes_on = not found and after is not None and queries.goes_on(after, row, today)
            found.append((row.group, goes_on, []))
        found[-1][2].append(row)
    return found


def look(db: Session, actor: Actor, now: Any, persons: list[int], what: str) -> None:
    """Puts on record who was shown in a list."""
    basis = "front office" if actor.in_front_office else "responsible organisation"
    audit_log.look(db, by=actor, at=now, subject="journey", basis=basis, what=what, persons=dict.fromkeys(persons))


@router.get("/people")
def index(
    page: Page, db: Db, actor: Follower, now: Now, group: Key = "", after: Key = "", several: bool = False
) -> Any:
    """`group`: just this once, in the place of what was chosen; "all": everything. `several`: to choose from."""
    today, kept = local_day(now), saved_filter_actions.choice(db, actor, MINE) if not group else {}
    shown = _group(group or kept.get("group", ""))
    whose = Whose(kept.get("whose", ""))
    steps, begins = queries.mine(actor, whose), Place.read(after)
    mine = col(Journey.responsible_id) == actor.worker_id
    conditions = {Group.SILENT: and_(mine, is_silent(today))}
    counts = queries.numbers(db, steps, today, conditions)
    listed = queries.page(db, steps, today, conditions, group=shown, after=begins)
    whole = begins is None and not several
    first = whole and shown is None
    silent = queries.page(db, steps, today, conditions, group=Group.SILENT, size=A_FEW) if first else None
    new = queries.new_with(db, actor) if whole else []
    unfinished = talks.unfinished_talks(db, actor) if whole else []
    answers = unseen_answers(db, actor, now) if whole else []
    handed = handed_over(db, actor, now) if whole else []
    rows = listed.rows + (silent.rows if silent else [])
    persons = [row.journey.person_id for row in rows]
    persons += [n.journey.person_id for n in new] + [t.person_id for t in unfinished]
    persons += [one.journey.person_id for one in answers] + [one.journey.person_id for one in handed]
    look(db, actor, now, persons, "my people")
    return page(
        "screens/staff/my_caseload.html",
        block="rows",
        groups=by_group(listed.rows, begins, today),
        more=listed.more,
        new=new,
        answers=answers,
        handed=handed,
        states=STATE_NAMES,
        silent=silent,
        talks=unfinished,
        today=today,
        actor=actor,
        counts=counts,
        shown=shown,
        whose=whose,
        titles=GROUPS,
        whose_titles=WHOSE,
        several=several,
        query=_query(group, several),
        begins=begins,
        coordinates=may(actor, Permission.COORDINATE),
        Group=Group,
        leave=leave_now(db, actor.worker_id, actor.shop_id, today) if whole else None,
    )


def _group(name: str) -> Group | None:
    return Group(name) if name in list(Group) and name != Group.ALONE else None


def _query(group: str, several: bool) -> str:
    """What the next page is asked with, before its place."""
    return (f"group={group}&" if group else "") + ("several=1&" if several else "")


@router.post("/people/choice")
def choose(db: Db, actor: Follower, form: Submitted[MineForm]) -> Any:
    """What to see, from now on."""
    if not form.errors:
        chosen = {"group": form.data.group or "", "whose": form.data.whose.value}
        saved_filter_actions.choose(db, MINE, chosen, by=actor)
    return see("/people")
