"""Page "My people": the worker's caseload with late steps first, new assignments and unfinished intakes."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session, and_, col

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import N_, Key
from app.guidance.caseloads import queries, saved_filter_actions
from app.guidance.caseloads.due_group_rules import Cursor, DueGroup
from app.guidance.caseloads.facts import CaseloadScope
from app.guidance.caseloads.forms import MyCaseloadForm
from app.guidance.caseloads.queries import CaseloadRow
from app.guidance.intakes import queries as talks
from app.guidance.journeys.models import Journey
from app.guidance.journeys.queries import current_leave
from app.handovers.lifecycle.labels import STATE_NAMES
from app.handovers.pages.former_responsibility_queries import former_responsibilities
from app.handovers.shared_plans.queries import unseen_answers
from app.screens.person.inactivity_queries import is_inactive
from app.web.forms import Submitted
from app.web.pages import Page, redirect

router = APIRouter()

GROUP_NAMES = {
    DueGroup.LATE: N_("Late"),
    DueGroup.TODAY: N_("Today"),
    DueGroup.WEEK: N_("This week"),
    DueGroup.LATER: N_("Later"),
    DueGroup.SILENT: N_("No contact for more than four weeks"),
    DueGroup.ALONE: N_("Responsible worker not here"),
}
WHOSE_NAMES = {
    CaseloadScope.BOTH: N_("Everybody"),
    CaseloadScope.ANSWERS: N_("People I am the responsible worker for"),
    CaseloadScope.STEPS: N_("Only my steps for colleagues' people"),
}
SAVED_FILTER = "people"  # key under which the chosen filter is stored
EVERYTHING = "all"
INACTIVE_SHOWN = 10  # inactive journeys listed at the bottom of the page


def group_rows(
    rows: list[CaseloadRow], after: Cursor | None, today: date
) -> list[tuple[DueGroup, bool, list[CaseloadRow]]]:
    """Groups consecutive rows: (group, whether it continues from the previous page, its rows)."""
    found: list[tuple[DueGroup, bool, list[CaseloadRow]]] = []
    for row in rows:
        if not found or found[-1][0] != row.group:
            goes_on = not found and after is not None and queries.continues_group(after, row, today)
            found.append((row.group, goes_on, []))
        found[-1][2].append(row)
    return found


def log_list_read(db: Session, actor: Actor, now: Any, persons: list[int], what: str) -> None:
    """Writes to the audit log which persons a list showed."""
    basis = "front office" if actor.in_front_office else "responsible organisation"
    audit_log.log_read(db, by=actor, at=now, subject="journey", basis=basis, what=what, persons=dict.fromkeys(persons))


@router.get("/people")
def show(
    page: Page, db: Db, actor: CanFollow, now: Now, group: Key = "", after: Key = "", several: bool = False
) -> Any:
    """`group` overrides the saved filter for this request ("all" shows everything). `several` adds tick boxes."""
    today, saved = local_day(now), saved_filter_actions.saved_filter(db, actor, SAVED_FILTER) if not group else {}
    shown = _parse_group(group or saved.get("group", ""))
    whose = CaseloadScope(saved.get("whose", ""))
    steps, cursor = queries.my_steps(actor, whose), Cursor.read(after)
    mine = col(Journey.responsible_id) == actor.worker_id
    conditions = {DueGroup.SILENT: and_(mine, is_inactive(today))}
    counts = queries.group_counts(db, steps, today, conditions)
    listed = queries.caseload_page(db, steps, today, conditions, group=shown, after=cursor)
    whole = cursor is None and not several
    first = whole and shown is None
    inactive = (
        queries.caseload_page(db, steps, today, conditions, group=DueGroup.SILENT, size=INACTIVE_SHOWN)
        if first
        else None
    )
    new = queries.new_assignments(db, actor) if whole else []
    unfinished = talks.unfinished_intakes(db, actor) if whole else []
    answers = unseen_answers(db, actor, now) if whole else []
    handed = former_responsibilities(db, actor, now) if whole else []
    rows = listed.rows + (inactive.rows if inactive else [])
    persons = [row.journey.person_id for row in rows]
    persons += [n.journey.person_id for n in new] + [t.person_id for t in unfinished]
    persons += [one.journey.person_id for one in answers] + [one.journey.person_id for one in handed]
    log_list_read(db, actor, now, persons, "my people")
    return page(
        "screens/staff/my_caseload.html",
        block="rows",
        groups=group_rows(listed.rows, cursor, today),
        more=listed.more,
        new=new,
        answers=answers,
        handed=handed,
        states=STATE_NAMES,
        silent=inactive,
        talks=unfinished,
        today=today,
        actor=actor,
        counts=counts,
        shown=shown,
        whose=whose,
        titles=GROUP_NAMES,
        whose_titles=WHOSE_NAMES,
        several=several,
        query=_next_page_query(group, several),
        cursor=cursor,
        coordinates=may(actor, Permission.COORDINATE),
        Group=DueGroup,
        leave=current_leave(db, actor.worker_id, actor.shop_id, today) if whole else None,
    )


def _parse_group(name: str) -> DueGroup | None:
    return DueGroup(name) if name in list(DueGroup) and name != DueGroup.ALONE else None


def _next_page_query(group: str, several: bool) -> str:
    """Query parameters for the link to the next page, without its position."""
    return (f"group={group}&" if group else "") + ("several=1&" if several else "")


@router.post("/people/choice")
def save_filter(db: Db, actor: CanFollow, form: Submitted[MyCaseloadForm]) -> Any:
    """Saves the filter for later visits."""
    if not form.errors:
        chosen = {"group": form.data.group or "", "whose": form.data.whose.value}
        saved_filter_actions.save_filter(db, SAVED_FILTER, chosen, by=actor)
    return redirect("/people")
