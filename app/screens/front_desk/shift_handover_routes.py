"""The shift sheet: what the next team must know about a half-day. Hosts see names and contact details, no stories."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanRunFrontDesk
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.front_desk.visits import queries as visits
from app.front_desk.visits.models import Visit, VisitKind, VisitState
from app.front_desk.visits.rules import IN_PERSON_KINDS, is_present
from app.guidance.journeys.models import Journey
from app.guidance.journeys.queries import due_between, persons_with_open_journey
from app.handovers.lifecycle.models import Handover
from app.handovers.lifecycle.queries import unanswered_offers
from app.people.people.models import Person
from app.screens.front_desk.contact_routes import KIND_NAMES
from app.shop.half_days import labels as half_days_labels
from app.shop.half_days import queries
from app.shop.half_days.rules import HalfDay
from app.shop.roster import queries as roster_queries
from app.shop.roster.models import RosterPlan
from app.web.pages import Page

router = APIRouter()
LOOK_BACK, LOOK_AHEAD = timedelta(days=14), timedelta(days=60)  # half-days offered; search for the next one


@dataclass
class ShiftSheet:
    """One half-day as one reader may see it. `visits`: all its contacts; None when it did not take place."""

    half_day: HalfDay
    visits: list[Visit] | None
    seen_before: set[int] = field(default_factory=set)  # visitors who had been here before
    followed: set[int] = field(default_factory=set)
    steps_due: list[Journey] = field(default_factory=list)
    offers: list[Handover] = field(default_factory=list)
    present: list[Visit] = field(default_factory=list)
    next_half_day: HalfDay | None = None
    next_team: list[RosterPlan] = field(default_factory=list)

    @property
    def persons(self) -> dict[int, Person]:
        """Visitors with a name, each once, by id."""
        return {visit.person.id: visit.person for visit in self.visits or [] if visit.person}

    @property
    def walked_in(self) -> int:
        return sum(visit.kind in IN_PERSON_KINDS for visit in self.visits or [])

    @property
    def other_contacts(self) -> list[tuple[VisitKind, int]]:
        """Numbers of contacts other than visits, by kind."""
        counts = [
            (kind, sum(v.kind == kind for v in self.visits or [])) for kind in VisitKind if kind not in IN_PERSON_KINDS
        ]
        return [(kind, number) for kind, number in counts if number]

    @property
    def anonymous(self) -> int:
        return sum(visit.person_id is None for visit in self.visits or [])

    @property
    def left(self) -> int:
        return sum(visit.state == VisitState.LEFT for visit in self.visits or [])

    @property
    def without_step(self) -> list[Visit]:
        """The last visit of each visitor without an open journey."""
        last = {visit.person_id: visit for visit in self.visits or [] if visit.person_id}
        return [visit for number, visit in last.items() if number not in self.followed]

    @property
    def shown(self) -> set[int]:
        """Ids of the persons named on the sheet, for the audit log."""
        visits = [visit.person_id for visit in [*self.without_step, *self.present] if visit.person_id]
        return {*visits, *(j.person_id for j in self.steps_due), *(h.person_id for h in self.offers)}


def shift_sheet(db: Session, actor: Actor, half_day: HalfDay, at: datetime) -> ShiftSheet:
    """The sheet of a half-day, as known at `at`."""
    contacts = visits.visits_in(db, actor, half_day.opening_id) if half_day.opening_id else []
    sheet = ShiftSheet(half_day, contacts if contacts or half_day.goes_on else None)
    ids = list(sheet.persons)
    firsts = visits.first_days(db, ids)
    sheet.seen_before = {number for number in ids if firsts[number] < half_day.day}
    sheet.followed = persons_with_open_journey(db, ids)
    sheet.steps_due = due_between(db, actor, half_day.day, half_day.day + timedelta(days=1))
    sheet.offers = unanswered_offers(db, actor)
    if half_day.day == local_day(at):
        board = visits.board(db, actor.shop_id, at)
        sheet.present = [visit for visit in [*board.waiting, *board.talking] if is_present(visit)]
    later = queries.half_days(db, actor.shop_id, half_day.day, half_day.day + LOOK_AHEAD)
    sheet.next_half_day = next((h for h in later if h.goes_on and h.starts_at >= half_day.ends_at), None)
    if sheet.next_half_day:
        sheet.next_team = roster_queries.plans_for_half_day(db, actor.shop_id, sheet.next_half_day)
    return sheet


def _started_half_days(db: Session, actor: Actor, at: datetime) -> list[HalfDay]:
    """Half-days of the last two weeks that have started, the latest first."""
    today = local_day(at)
    return [h for h in reversed(queries.half_days(db, actor.shop_id, today - LOOK_BACK, today)) if h.starts_at <= at]


@router.get("/door/sheet")
def show(
    page: Page, db: Db, actor: CanRunFrontDesk, now: Now, half_day: Annotated[str, Query(max_length=40)] = ""
) -> Any:
    started = _started_half_days(db, actor, now)
    chosen = next((h for h in started if h.name == half_day), started[0] if started else None)
    sheet = shift_sheet(db, actor, chosen, now) if chosen else None
    if sheet and sheet.shown:
        audit_log.log_read(
            db, by=actor, at=now, subject="visit", basis="door", what="shift sheet", persons=sorted(sheet.shown)
        )
    return page(
        "screens/front_desk/shift_handover.html",
        block="sheet",
        sheet=sheet,
        choices=half_days_labels.half_day_choices(started),
        parts=half_days_labels.PARTS,
        kinds=KIND_NAMES,
        stories=may(actor, Permission.READ_STORIES),
        now=now,
        today=local_day(now),
    )
