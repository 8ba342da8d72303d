"""Reads visits: today's board, one visit, and facts about several persons at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, bindparam, func
from sqlalchemy import select as columns
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.core.clock import local_day
from app.core.database import relation
from app.core.ids import is_code
from app.front_desk.visits.models import Visit, VisitState
from app.front_desk.visits.rules import CARD_DAYS, IN_PERSON_KINDS, IN_THE_SHOP
from app.shop.partners.queries import active_partners
from app.shop.roster.queries import floor_worker

ENDED_SHOWN = 8  # ended visits on the board, so that a step can be undone


@dataclass(frozen=True)
class Board:
    """The shop's visits today: waiting (longest first), talking, recently ended, and counts."""

    waiting: list[Visit]
    talking: list[Visit]
    over: list[Visit]
    done: int
    left: int
    total: int

    @property
    def persons(self) -> list[int]:
        """Ids of the persons named on the board."""
        everybody = [*self.waiting, *self.talking, *self.over]
        return list(dict.fromkeys(visit.person_id for visit in everybody if visit.person_id is not None))


_TODAY = (col(Visit.shop_id) == bindparam("shop_id"), col(Visit.day) == bindparam("day"))
_EAGER = [
    joinedload(relation(one)) for one in (Visit.person, Visit.helped_by, Visit.for_worker, Visit.for_organisation)
]
_PRESENT_VISITS = (
    select(Visit)
    .where(*_TODAY, col(Visit.state).in_(IN_THE_SHOP))
    .options(*_EAGER)
    .order_by(col(Visit.arrived_at), col(Visit.id))
)
_ENDED_VISITS = (
    select(Visit)
    .where(*_TODAY, col(Visit.state).not_in(IN_THE_SHOP))
    .options(*_EAGER)
    .order_by(col(Visit.ended_at).desc(), col(Visit.id).desc())
    .limit(ENDED_SHOWN)
)
_COUNTS = columns(col(Visit.state), func.count()).where(*_TODAY).group_by(col(Visit.state))


def board(db: Session, shop_id: int, at: datetime) -> Board:
    today = {"shop_id": shop_id, "day": local_day(at)}
    here, over = db.exec(_PRESENT_VISITS, params=today).all(), db.exec(_ENDED_VISITS, params=today).all()
    rows = db.execute(_COUNTS, today)
    counts: dict[VisitState, int] = {row[0]: row[1] for row in rows}
    return Board(
        [visit for visit in here if visit.state == VisitState.WAITING],
        [visit for visit in here if visit.state == VisitState.TALKING],
        list(over),
        counts.get(VisitState.DONE, 0),
        counts.get(VisitState.LEFT, 0),
        sum(counts.values()),
    )


def waiting_count(actor: Actor, at: datetime) -> Select[int]:
    """Statement that counts the visitors waiting in the actor's shop, for the navigation badge."""
    here = (col(Visit.shop_id) == actor.shop_id, col(Visit.day) == local_day(at))
    return columns(func.count()).select_from(Visit).where(*here, col(Visit.state) == VisitState.WAITING)


def visit_for(db: Session, actor: Actor, key: str) -> Visit | None:
    """A visit to the actor's shop; None unless the actor works at its front desk."""
    if not actor.at_the_door:
        return None
    return db.exec(select(Visit).where(Visit.key == key, Visit.shop_id == actor.shop_id)).first()


def visit_by_card(db: Session, actor: Actor, typed: str, at: datetime) -> Visit | None:
    """The anonymous visit with this card code, while the code is valid."""
    if not actor.at_the_door or not is_code(typed):
        return None
    statement = select(Visit).where(
        Visit.shop_id == actor.shop_id,
        Visit.card == typed.strip().casefold(),
        col(Visit.person_id).is_(None),
        Visit.day >= local_day(at) - timedelta(days=CARD_DAYS),
    )
    return db.exec(statement).first()


def card_is_taken(db: Session, shop_id: int, code: str) -> bool:
    return db.exec(select(Visit.id).where(Visit.shop_id == shop_id, Visit.card == code)).first() is not None


def assignee_for(db: Session, shop_id: int, key: str) -> Worker | Organisation | None:
    """The worker or organisation with this key that a visitor may come for in this shop."""
    organisations = (partner.organisation for partner in active_partners(db, shop_id))
    if worker := floor_worker(db, shop_id, key):
        return worker
    return next((one for one in organisations if one.key == key), None)


_PRESENT_VISIT = select(Visit).where(
    col(Visit.person_id) == bindparam("person"),
    col(Visit.day) == bindparam("day"),
    col(Visit.state).in_(IN_THE_SHOP),
)


def present_visit(db: Session, person_id: int, day: date) -> Visit | None:
    """The visit of a person who is in the shop now."""
    return db.exec(_PRESENT_VISIT, params={"person": person_id, "day": day}).first()


_FOR_PERSONS = col(Visit.person_id).in_(bindparam("persons", expanding=True))
_LAST_DAYS = columns(col(Visit.person_id), func.max(col(Visit.day))).where(_FOR_PERSONS).group_by(col(Visit.person_id))


def last_days(db: Session, persons: Collection[int]) -> dict[int, date]:
    """The last day on which each of these persons came."""
    return {row[0]: row[1] for row in db.execute(_LAST_DAYS, {"persons": list(persons)})} if persons else {}


def visit_counts(db: Session, persons: Collection[int]) -> dict[int, int]:
    """How many visits each of these persons has."""
    statement = (
        columns(col(Visit.person_id), func.count())
        .where(col(Visit.person_id).in_(persons))
        .group_by(col(Visit.person_id))
    )
    return {row[0]: row[1] for row in db.execute(statement)} if persons else {}


_PRESENT_PERSONS = columns(col(Visit.person_id)).where(
    _FOR_PERSONS, col(Visit.day) == bindparam("day"), col(Visit.state).in_(IN_THE_SHOP)
)


def present_persons(db: Session, persons: Collection[int], day: date) -> set[int]:
    """Ids of those of these persons who are in the shop."""
    found = db.scalars(_PRESENT_PERSONS, {"persons": list(persons), "day": day}) if persons else ()
    return {number for number in found if number}


def visits_in(db: Session, actor: Actor, opening_id: int) -> list[Visit]:
    """All contacts in an opening of the actor's shop, in order of arrival; empty for workers not at the front desk."""
    if not actor.at_the_door:
        return []
    statement = (
        select(Visit)
        .where(Visit.opening_id == opening_id, Visit.shop_id == actor.shop_id)
        .options(joinedload(relation(Visit.person)), joinedload(relation(Visit.helped_by)))
        .order_by(col(Visit.arrived_at), col(Visit.id))
    )
    return list(db.exec(statement))


def first_days(db: Session, persons: Collection[int]) -> dict[int, date]:
    """The day on which each of these persons had their first contact."""
    statement = (
        columns(col(Visit.person_id), func.min(col(Visit.day)))
        .where(col(Visit.person_id).in_(persons))
        .group_by(col(Visit.person_id))
    )
    return {row[0]: row[1] for row in db.execute(statement)} if persons else {}


def visitors_on(db: Session, persons: Collection[int], day: date) -> set[int]:
    """Ids of those of these persons who came into the shop on a day."""
    statement = columns(col(Visit.person_id)).where(
        col(Visit.person_id).in_(persons), col(Visit.day) == day, col(Visit.kind).in_(IN_PERSON_KINDS)
    )
    return {number for number in db.scalars(statement) if number} if persons else set()


_TALKS_BEGUN = columns(col(Visit.helped_by_id), col(Visit.helped_from)).where(
    col(Visit.opening_id) == bindparam("opening_id"),
    col(Visit.kind).in_(IN_PERSON_KINDS),
    col(Visit.helped_from).is_not(None),
)


def talk_starts(db: Session, opening_id: int) -> dict[int, list[datetime]]:
    """Start times of each worker's conversations with visitors in an opening, by worker id."""
    found: dict[int, list[datetime]] = {}
    for worker_id, begun in db.execute(_TALKS_BEGUN, {"opening_id": opening_id}):
        found.setdefault(worker_id, []).append(begun)
    return found


def kiosk_language(db: Session, person_id: int) -> str | None:
    """The language this person chose at their last check-in on a tablet."""
    statement = select(Visit.language).where(Visit.person_id == person_id, Visit.language != "")
    return db.exec(statement.order_by(col(Visit.arrived_at).desc())).first()
