"""The balie: who comes in, who waits, who is being helped, and who of us is there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import Doorkeeper
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key, Line
from app.front_desk.visits import actions as visits
from app.front_desk.visits import queries
from app.front_desk.visits.models import Visit
from app.people.people.models import Person
from app.people.people.person_aliases import also_known
from app.people.people.queries import person_for
from app.people.people.search_log import Sought, look_up, refused, typed_in
from app.people.search.query_parser import enough
from app.screens.front_desk.board_routes import BASIS, board_of, look_at_board
from app.screens.front_desk.contact_routes import offered
from app.screens.front_desk.expected_today_queries import Expected, expected
from app.screens.front_desk.new_person import Maybe, Newcomer, too_often, who, whom_to_ask_about
from app.web.forms import Form, Submission, Submitted
from app.web.pages import Page, found, see

router = APIRouter()


class Arrival(Form):
    """Who is there: a person's key, or nobody's for a visit without a name."""

    person: Key = ""
    about: Line = ""


@dataclass(frozen=True)
class Hit:
    """A person who may be meant, with what tells people apart."""

    person: Person
    last: date | None
    is_here: bool
    also: list[str]  # names on other cards


def _hits(db: Session, actor: Actor, typed: str, at: datetime) -> list[Hit]:
    persons = look_up(db, actor, typed, at, basis=BASIS)
    numbers = [person.id for person, _score in persons]
    last, here = queries.last_days(db, numbers), queries.present_persons(db, numbers, local_day(at))
    also = also_known(db, numbers)
    # Who fit equally well: first who came most recently.
    persons.sort(key=lambda hit: (-round(hit[1], 2), -last.get(hit[0].id, date.min).toordinal()))
    return [Hit(p, last.get(p.id), p.id in here, also.get(p.id, [])) for p, _score in persons]


def _look_at_expected(db: Session, actor: Actor, at: datetime, rows: list[Expected]) -> None:
    if persons := list(dict.fromkeys(one.person.id for one in rows)):
        audit_log.look(db, by=actor, at=at, subject="journey", basis=BASIS, persons=persons, what="expected")


def _balie(
    page: Any,
    db: Session,
    actor: Actor,
    at: datetime,
    sought: Submission[Sought] | None = None,
    newcomer: Submission[Newcomer] | None = None,
    maybes: list[Maybe] | None = None,
    visit: Visit | None = None,
    status: int | None = None,
) -> Any:
    """`maybes`: whom the newcomer may be; `visit`: one whose card is shown."""
    sought = sought or Submission(Sought)
    typed = typed_in(sought)
    if newcomer is None:
        newcomer = Submission(Newcomer, start={"name": "" if any(c.isdigit() for c in typed) else typed})
    context: dict[str, Any] = {
        "sought": sought,
        "typed": typed,
        "newcomer": newcomer,
        "hits": _hits(db, actor, typed, at),
        "today": local_day(at),
        "stories": may(actor, Permission.READ_STORIES),
        "maybes": maybes or [],
        "carded": visit or queries.by_card(db, actor, typed, at),
        "enough": enough(typed),
    }
    context |= offered([hit.person for hit in context["hits"]])
    if (carded := context["carded"]) and carded.person_id:  # of another day, or long over: not on the board
        audit_log.look(db, by=actor, at=at, subject="visit", basis=BASIS, persons=[carded.person_id], what="card")
    if page.wants_block:  # the board beside it stays as it is
        return page("screens/front_desk/front_desk.html", block="hits", status=status, **context)
    context |= board_of(db, actor, at) | {"expected": expected(db, actor, at)}
    look_at_board(db, actor, at, context["board"].persons)
    _look_at_expected(db, actor, at, context["expected"])
    return page("screens/front_desk/front_desk.html", block="hits", status=status, **context)


@router.get("/door")
def show(page: Page, db: Db, actor: Doorkeeper, now: Now, visit: Key = "") -> Any:
    """`visit`: one that was counted without a name, or got one: its card is shown."""
    return _balie(page, db, actor, now, visit=queries.visit_for(db, actor, visit) if visit else None)


# What is looked for is a name: it is sent as a form, so it never stands in an address (TRUST 15).
@router.post("/door")
def find(page: Page, db: Db, actor: Doorkeeper, now: Now, form: Submitted[Sought]) -> Any:
    return _balie(page, db, actor, now, status=refused(db, form, by=actor, at=now), sought=form)


@router.post("/door/visits")
def register(db: Db, actor: Doorkeeper, now: Now, form: Submitted[Arrival]) -> Any:
    if form.errors:
        raise HTTPException(422)
    person = found(person_for(db, actor, form.data.person)) if form.data.person else None
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer="/door")
    if intention is None:
        return see(idempotency.earlier(db, form.data.intention, worker_id=actor.worker_id) or "/door")
    visit = visits.register(db, person, about=form.data.about, by=actor, at=now)
    if person is None:
        intention.answer = f"/door?visit={visit.key}"
    return see(intention.answer)


@router.post("/door/people")
def welcome(page: Page, db: Db, actor: Doorkeeper, now: Now, form: Submitted[Newcomer]) -> Any:
    """Somebody new: the person and the visit at once. Who it may be already is asked first."""
    if form.errors:
        return _balie(page, db, actor, now, newcomer=form)
    if idempotency.earlier(db, form.data.intention, worker_id=actor.worker_id) is not None:
        return see("/door")
    if status := too_often(db, actor, form, now):
        return _balie(page, db, actor, now, newcomer=form, status=status)
    if maybes := whom_to_ask_about(db, actor, form.data, now):
        # The same form may have been carried out meanwhile; then the person to ask about is the one it wrote down.
        if idempotency.earlier(db, form.data.intention, worker_id=actor.worker_id) is not None:
            return see("/door")
        return _balie(page, db, actor, now, newcomer=form, maybes=maybes)
    if intention := idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now):
        intention.answer = "/door"
        person = who(db, actor, form.data, now)
        visits.register(db, person, about=form.data.about, kind=form.data.how, by=actor, at=now)
    return see("/door")
