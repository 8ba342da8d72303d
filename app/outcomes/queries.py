"""Reads of results, and of the journeys on which somebody may record one."""

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
    """What can be recorded as a result in this shop now."""
    return [kind for kind in queries.items(db, shop_id, ListName.OUTCOME) if kind.grouping in RESULT_CLASSES]


def end_kinds(db: Session, shop_id: int) -> list[ListItem]:
    """How a journey can end in this shop: every kind of outcome on the list."""
    return list(queries.items(db, shop_id, ListName.OUTCOME))


def outcome_kind(db: Session, shop_id: int, key: str) -> ListItem | None:
    statement = select(ListItem).where(
        ListItem.shop_id == shop_id, ListItem.list == ListName.OUTCOME, ListItem.key == key
    )
    return db.exec(statement).first()


def may_record_on(db: Session, actor: Actor, journey: Journey, at: datetime) -> bool:
    """Whether results on this journey are the actor's work: the shop's front office, the partner who answers for
    the person now, or a partner with a handover that runs in it and shares something (DOMAIN §6)."""
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
    """A journey on which the actor may record results."""
    journey = db.exec(select(Journey).where(Journey.key == key)).first()
    return journey if journey is not None and may_record_on(db, actor, journey, at) else None


def outcome_for(db: Session, actor: Actor, key: str, at: datetime) -> Outcome | None:
    """A result of the actor's shop; outside the front office one that the own organisation recorded, while it
    still works on that journey."""
    outcome = db.exec(select(Outcome).where(Outcome.key == key, Outcome.shop_id == actor.shop_id)).first()
    if outcome is None or not may_record_on(db, actor, outcome.journey, at):
        return None
    return outcome if actor.in_front_office or outcome.organisation_id == actor.organisation_id else None


def outcomes_of(db: Session, person_id: int, organisation_id: int | None = None) -> list[Outcome]:
    """Results of a person, the newest first, also mistaken ones; only those one organisation recorded, if named."""
    statement = select(Outcome).where(Outcome.person_id == person_id)
    if organisation_id is not None:
        statement = statement.where(Outcome.organisation_id == organisation_id)
    return list(db.exec(statement.order_by(col(Outcome.starts_on).desc(), col(Outcome.id).desc())))


def has_reached(db: Session, journey_id: int, kind_id: int, *, besides: int = 0) -> bool:
    """Whether a result of this kind, other than `besides`, stands on the journey."""
    statement = select(Outcome.id).where(
        Outcome.journey_id == journey_id,
        Outcome.kind_id == kind_id,
        col(Outcome.mistaken_at).is_(None),
        Outcome.id != besides,
    )
    return db.exec(statement).first() is not None


def open_offer(db: Session, journey_id: int) -> Handover | None:
    """An offer in this journey that a partner knows of and that does not run yet."""
    statement = select(Handover).where(Handover.journey_id == journey_id, col(Handover.state).in_(OPEN_OFFER))
    return db.exec(statement).first()
