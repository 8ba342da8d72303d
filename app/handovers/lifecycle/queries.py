"""Reads of handovers: lists, counts and introductions. Each is scoped to its reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as columns
from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.current_user import Actor
from app.accounts.models import Role, Worker
from app.core.clock import day_bounds, local_day
from app.core.database import relation
from app.guidance.journeys.models import Journey
from app.handovers.lifecycle.models import (
    AWAITING_RESPONSE,
    BEFORE_RUNNING,
    Handover,
    Introduction,
    IntroductionState,
    State,
    Way,
)
from app.shop.lists import queries
from app.shop.lists.models import ListItem, ListName

RECENT = timedelta(days=30)  # how long an ended handover stays in the lists (DOMAIN §4)


def _received(actor: Actor) -> ColumnElement[bool]:
    """Offered to the actor's organisation. A draft is visible to its sender only."""
    if not _can_follow(actor):
        return col(Handover.id).is_(None)
    ours = and_(Handover.receiver_id == actor.organisation_id, col(Handover.offered_at).is_not(None))
    return and_(col(Handover.shop_id) == actor.shop_id, ours)


def _sent(actor: Actor, *, by_me: bool = False) -> ColumnElement[bool]:
    """Sent by the actor or their organisation. Before RUNNING the sender is the responsible worker (decision 4)."""
    who = [actor.worker_id] if by_me else select(Worker.id).where(Worker.organisation_id == actor.organisation_id)
    answers = select(Journey.id).where(col(Journey.responsible_id).in_(who))
    early = and_(col(Handover.state).in_(BEFORE_RUNNING), col(Handover.journey_id).in_(answers))
    later = and_(col(Handover.state).not_in(BEFORE_RUNNING), col(Handover.sender_id).in_(who))
    return and_(col(Handover.shop_id) == actor.shop_id, or_(early, later))


def _can_follow(actor: Actor) -> bool:
    return actor.in_front_office or Role.PARTNER in actor.roles


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The handovers that the actor may know exist."""
    if actor.in_front_office:
        return col(Handover.shop_id) == actor.shop_id
    if Role.PARTNER in actor.roles:
        return or_(_received(actor), _sent(actor))
    return col(Handover.id).is_(None)


def handover_for(db: Session, actor: Actor, key: str) -> Handover | None:
    """The handover with this key if the actor may know that it exists: in their shop's front office, or sent to or by
    their organisation."""
    return db.exec(select(Handover).where(Handover.key == key, visible_to(actor))).first()


def handovers_of(db: Session, actor: Actor, person_id: int) -> Sequence[Handover]:
    """A person's handovers that are visible to the actor, the newest first."""
    statement = select(Handover).where(Handover.person_id == person_id, visible_to(actor))
    return db.exec(statement.order_by(col(Handover.id).desc())).all()


@dataclass
class Inbox:
    """Handovers received by the actor's organisation, and handovers sent by the actor, by list."""

    to_answer: list[Handover] = field(default_factory=list)
    thinking: list[Handover] = field(default_factory=list)  # a question of the receiver, or the waiting list
    accepted: list[Handover] = field(default_factory=list)
    running: list[Handover] = field(default_factory=list)
    ended: list[Handover] = field(default_factory=list)
    drafts: list[Handover] = field(default_factory=list)
    asked: list[Handover] = field(default_factory=list)
    questions: list[Handover] = field(default_factory=list)
    arranged: list[Handover] = field(default_factory=list)
    helped: list[Handover] = field(default_factory=list)
    back: list[Handover] = field(default_factory=list)


_RECEIVER_LISTS = {
    State.OFFERED: "to_answer",
    State.CONSIDERING: "thinking",
    State.WAITLISTED: "thinking",
    State.ACCEPTED: "accepted",
    State.RUNNING: "running",
}
_SENDER_LISTS = {
    State.DRAFT: "drafts",
    State.OFFERED: "asked",
    State.WAITLISTED: "asked",
    State.CONSIDERING: "questions",
    State.ACCEPTED: "arranged",
    State.RUNNING: "helped",
}

# For loading options: the type checker takes a relationship for the object that it loads.
_HANDOVER: Any = Handover
_JOURNEY: Any = Journey
# Shown for each row of the lists, and loaded together, so that the number of statements does not grow with the rows.
_SHOWN_IN_LISTS: tuple[Any, ...] = (
    joinedload(_HANDOVER.journey).joinedload(_JOURNEY.responsible),
    joinedload(_HANDOVER.sender),
    joinedload(_HANDOVER.receiver),
    joinedload(_HANDOVER.receiver_worker),
    joinedload(_HANDOVER.introductions),
)


def inbox(db: Session, actor: Actor, at: datetime) -> Inbox:
    """Everything under way or ended recently, the oldest offer first."""
    received, sent = _received(actor), _sent(actor, by_me=True)
    lately = or_(col(Handover.ended_at).is_(None), col(Handover.ended_at) >= at - RECENT)
    statement = (
        columns(Handover, received, sent)
        .where(or_(received, sent), lately)
        .options(*_SHOWN_IN_LISTS)
        .order_by(col(Handover.offered_at), col(Handover.id))
    )
    found = Inbox()
    for handover, is_received, is_sent in db.execute(statement).unique():
        if is_received:
            getattr(found, _RECEIVER_LISTS.get(handover.state, "ended")).append(handover)
        if is_sent:
            getattr(found, _SENDER_LISTS.get(handover.state, "back")).append(handover)
    return found


def waiting_count(actor: Actor, at: datetime) -> Select[int]:
    """Counts what waits for the actor, for the badge in the navigation: offers, and questions about what they sent."""
    waits = or_(
        and_(_received(actor), col(Handover.state) == State.OFFERED),
        and_(_sent(actor, by_me=True), col(Handover.state) == State.CONSIDERING),
    )
    return columns(func.count()).select_from(Handover).where(waits)


def introductions_today(db: Session, actor: Actor, persons: Sequence[int], at: datetime) -> dict[int, Introduction]:
    """Introductions planned for today or held today, the latest of each person, by the id of the person."""
    if not persons or not _can_follow(actor):
        return {}
    first, end = day_bounds(local_day(at))
    planned = and_(
        col(Introduction.state) == IntroductionState.PLANNED,
        col(Handover.state) == State.ACCEPTED,
        col(Introduction.planned_for) >= first,
        col(Introduction.planned_for) < end,
    )
    held = and_(col(Introduction.state) == IntroductionState.HELD, col(Introduction.held_on) == local_day(at))
    statement = (
        select(Introduction)
        .join(Handover, col(Handover.id) == Introduction.handover_id)
        .where(col(Introduction.person_id).in_(persons), or_(planned, held), visible_to(actor))
        .options(contains_eager(relation(Introduction.handover)))
        .order_by(col(Introduction.id))
    )
    return {introduction.person_id: introduction for introduction in db.exec(statement)}


def receiver_workers(db: Session, handover: Handover) -> list[Worker]:
    """The receiver's workers who can sign in, by name."""
    return list(db.exec(_select_receiver_workers(handover).order_by(Worker.name)))


def receiver_worker_by_key(db: Session, handover: Handover, key: str) -> Worker | None:
    """The one of them with this key, as forms send it."""
    return db.exec(_select_receiver_workers(handover).where(Worker.key == key)).first()


def _select_receiver_workers(handover: Handover) -> SelectOfScalar[Worker]:
    return select(Worker).where(
        Worker.organisation_id == handover.receiver_id,
        col(Worker.disabled_at).is_(None),
        col(Worker.password_hash).is_not(None),
    )


def decline_reasons(db: Session, shop_id: int) -> list[ListItem]:
    return list(queries.items(db, shop_id, ListName.DECLINE))


def unanswered_offers(db: Session, actor: Actor) -> list[Handover]:
    """The shop's offers without a response, the longest waiting first. Only for readers at the door."""
    if not actor.at_the_door:
        return []
    statement = select(Handover).where(Handover.shop_id == actor.shop_id, col(Handover.state).in_(AWAITING_RESPONSE))
    return list(db.exec(statement.order_by(col(Handover.offered_at), col(Handover.id))))


def introductions_in_person(db: Session, actor: Actor, day: date) -> list[Introduction]:
    """The introductions in person planned for a day, by time. Only for readers at the door."""
    if not actor.at_the_door:
        return []
    first, after = day_bounds(day)
    statement = (
        select(Introduction)
        .join(Handover)
        .where(
            Handover.shop_id == actor.shop_id,
            Introduction.state == IntroductionState.PLANNED,
            Introduction.way == Way.IN_PERSON,
            col(Introduction.planned_for) >= first,
            col(Introduction.planned_for) < after,
        )
    )
    return list(db.exec(statement.order_by(col(Introduction.planned_for), col(Introduction.id))))
