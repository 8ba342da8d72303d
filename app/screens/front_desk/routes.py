"""The front desk page: search and register visitors, with the board and the staff present."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanRunFrontDesk
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
from app.people.people.person_aliases import alias_names
from app.people.people.queries import person_for
from app.people.people.search_log import SearchForm, check_search_limit, search_and_log, search_text
from app.people.search.query_parser import is_long_enough
from app.screens.front_desk.board_routes import BASIS, board_context, log_board_read
from app.screens.front_desk.contact_routes import empty_contact_form
from app.screens.front_desk.expected_today_queries import ExpectedVisitor, expected_visitors
from app.screens.front_desk.new_person import (
    NewPersonForm,
    PossibleMatch,
    resolve_person,
    search_limit_status,
    unconfirmed_matches,
)
from app.web.forms import Form, Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


class ArrivalForm(Form):
    """`person`: key of the person who arrived; empty for a visit without a name."""

    person: Key = ""
    about: Line = ""


@dataclass(frozen=True)
class SearchHit:
    """A search result, with what tells people apart."""

    person: Person
    last: date | None
    is_here: bool
    also: list[str]  # names on merged cards


def _search_hits(db: Session, actor: Actor, typed: str, at: datetime) -> list[SearchHit]:
    persons = search_and_log(db, actor, typed, at, basis=BASIS)
    ids = [person.id for person, _score in persons]
    last, here = queries.last_days(db, ids), queries.present_persons(db, ids, local_day(at))
    also = alias_names(db, ids)
    # Among equal scores, the most recent visitor first.
    persons.sort(key=lambda hit: (-round(hit[1], 2), -last.get(hit[0].id, date.min).toordinal()))
    return [SearchHit(p, last.get(p.id), p.id in here, also.get(p.id, [])) for p, _score in persons]


def _log_expected_read(db: Session, actor: Actor, at: datetime, rows: list[ExpectedVisitor]) -> None:
    if persons := list(dict.fromkeys(one.person.id for one in rows)):
        audit_log.log_read(db, by=actor, at=at, subject="journey", basis=BASIS, persons=persons, what="expected")


def _render_front_desk(
    page: Any,
    db: Session,
    actor: Actor,
    at: datetime,
    sought: Submission[SearchForm] | None = None,
    newcomer: Submission[NewPersonForm] | None = None,
    matches: list[PossibleMatch] | None = None,
    visit: Visit | None = None,
    status: int | None = None,
) -> Any:
    """Renders the front desk. `matches`: possible matches for the new person; `visit`: the one whose card is shown."""
    sought = sought or Submission(SearchForm)
    typed = search_text(sought)
    if newcomer is None:
        newcomer = Submission(NewPersonForm, start={"name": "" if any(c.isdigit() for c in typed) else typed})
    context: dict[str, Any] = {
        "sought": sought,
        "typed": typed,
        "newcomer": newcomer,
        "hits": _search_hits(db, actor, typed, at),
        "today": local_day(at),
        "stories": may(actor, Permission.READ_STORIES),
        "matches": matches or [],
        "card_visit": visit or queries.visit_by_card(db, actor, typed, at),
        "enough": is_long_enough(typed),
    }
    context |= empty_contact_form([hit.person for hit in context["hits"]])
    if (card_visit := context["card_visit"]) and card_visit.person_id:  # it may be of another day, so not on the board
        audit_log.log_read(
            db, by=actor, at=at, subject="visit", basis=BASIS, persons=[card_visit.person_id], what="card"
        )
    if page.is_partial:  # a search leaves the board as it is
        return page("screens/front_desk/front_desk.html", block="hits", status=status, **context)
    context |= board_context(db, actor, at) | {"expected": expected_visitors(db, actor, at)}
    log_board_read(db, actor, at, context["board"].persons)
    _log_expected_read(db, actor, at, context["expected"])
    return page("screens/front_desk/front_desk.html", block="hits", status=status, **context)


@router.get("/door")
def show(page: Page, db: Db, actor: CanRunFrontDesk, now: Now, visit: Key = "") -> Any:
    """`visit`: key of a visit whose card is shown, because it has no name or has just got one."""
    return _render_front_desk(page, db, actor, now, visit=queries.visit_for(db, actor, visit) if visit else None)


# A name is searched for, so it is sent as a form and never appears in a URL (TRUST 15).
@router.post("/door")
def search(page: Page, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[SearchForm]) -> Any:
    return _render_front_desk(page, db, actor, now, status=check_search_limit(db, form, by=actor, at=now), sought=form)


@router.post("/door/visits")
def register(db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[ArrivalForm]) -> Any:
    if form.errors:
        raise HTTPException(422)
    person = or_404(person_for(db, actor, form.data.person)) if form.data.person else None
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer="/door")
    if intention is None:
        return redirect(idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id) or "/door")
    visit = visits.register(db, person, about=form.data.about, by=actor, at=now)
    if person is None:
        intention.answer = f"/door?visit={visit.key}"
    return redirect(intention.answer)


@router.post("/door/people")
def register_new_person(page: Page, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[NewPersonForm]) -> Any:
    """Records a new person and their visit, after asking about possible matches."""
    if form.errors:
        return _render_front_desk(page, db, actor, now, newcomer=form)
    if idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id) is not None:
        return redirect("/door")
    if status := search_limit_status(db, actor, form, now):
        return _render_front_desk(page, db, actor, now, newcomer=form, status=status)
    if matches := unconfirmed_matches(db, actor, form.data, now):
        # The same form may have been processed meanwhile; the match would then be the person it created.
        if idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id) is not None:
            return redirect("/door")
        return _render_front_desk(page, db, actor, now, newcomer=form, matches=matches)
    if intention := idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now):
        intention.answer = "/door"
        person = resolve_person(db, actor, form.data, now)
        visits.register(db, person, about=form.data.about, kind=form.data.how, by=actor, at=now)
    return redirect("/door")
