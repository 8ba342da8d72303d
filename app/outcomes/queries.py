"""Reads results, and the journeys on which an actor may record them."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey
from app.handovers.disclosure.partner_access_queries import shares
from app.handovers.lifecycle.models import OPEN_OFFER, Handover, State
from app.outcomes.models import Outcome
from app.outcomes.rules import RESULT_CLASSES
from app.shop.lists import queries
from app.shop.lists.models import ListItem, ListName


def result_kinds(db: Session, shop_id: int) -> list[ListItem]:
    """The kinds of result that this shop can record now."""
    return [kind for kind in queries.items(db, shop_id, ListName.OUTCOME) if kind.grouping in RESULT_CLASSES]


def end_kinds(db: Session, shop_id: int) -> list[ListItem]:
    """The ways in which a journey can end in this shop: every kind of outcome on its list."""
    return list(queries.items(db, shop_id, ListName.OUTCOME))


def outcome_kind(db: Session, shop_id: int, key: str) -> ListItem | None:
    """The kind of outcome with this key on the shop's list, including retired ones."""
    statement = select(ListItem).where(
        ListItem.shop_id == shop_id, ListItem.list == ListName.OUTCOME, ListItem.key == key
    )
    return db.exec(statement).first()


def may_record_on(db: Session, actor: Actor, journey: Journey, at: datetime) -> bool:
    """Whether the actor may record results on this journey (DOMAIN §6).

    That is: the shop's front office, the partner that is responsible now, or a partner with a running handover that
    shares something.
    """
    if journeys.journey_for(db, actor, journey.key) is not None:
        return True
    if Role.PARTNER not in actor.roles or actor.shop_id != journey.shop_id:
        return False
    running = select(Handover).where(
        Handover.journey_id == journey.id,
        Handover.receiver_id == actor.organisation_id,
        Handover.state == State.RUNNING,
    )
    return any(shares(handover, at) for handover in db.exec(running))


def journey_for(db: Session, actor: Actor, key: str, at: datetime) -> Journey | None:
    """The journey with this key, if the actor may record results on it."""
    journey = db.exec(select(Journey).where(Journey.key == key)).first()
    return journey if journey is not None and may_record_on(db, actor, journey, at) else None


def outcome_for(db: Session, actor: Actor, key: str, at: datetime) -> Outcome | None:
    """The result with this key in the actor's shop, if the actor may change it.

    A partner sees only results that its own organisation recorded, as long as it still works on that journey.
    """
    outcome = db.exec(select(Outcome).where(Outcome.key == key, Outcome.shop_id == actor.shop_id)).first()
    if outcome is None or not may_record_on(db, actor, outcome.journey, at):
        return None
    return outcome if actor.in_front_office or outcome.organisation_id == actor.organisation_id else None


def outcomes_of(db: Session, person_id: int, organisation_id: int | None = None) -> list[Outcome]:
    """A person's results, newest first, including mistakes; only those recorded by one organisation if it is given."""
    statement = select(Outcome).where(Outcome.person_id == person_id)
    if organisation_id is not None:
        statement = statement.where(Outcome.organisation_id == organisation_id)
    return list(db.exec(statement.order_by(col(Outcome.starts_on).desc(), col(Outcome.id).desc())))


def has_reached(db: Session, journey_id: int, kind_id: int, *, besides: int = 0) -> bool:
    """Whether the journey has a valid result of this kind, other than the one with the id `besides`."""
    statement = select(Outcome.id).where(
        Outcome.journey_id == journey_id,
        Outcome.kind_id == kind_id,
        col(Outcome.mistaken_at).is_(None),
        Outcome.id != besides,
    )
    return db.exec(statement).first() is not None


def open_offer(db: Session, journey_id: int) -> Handover | None:
    """An offer on this journey that a partner has received and that is not running yet."""
    statement = select(Handover).where(Handover.journey_id == journey_id, col(Handover.state).in_(OPEN_OFFER))
    return db.exec(statement).first()
