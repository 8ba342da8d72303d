"""Journeys for which a worker was responsible until recently, with their status only.

For thirty days after the responsibility moved (DOMAIN §4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Session, and_, col, exists, select

from app.accounts.current_user import Actor
from app.core.clock import day_bounds, local_day
from app.core.database import relation
from app.guidance.journeys.models import Journey, Responsibility
from app.handovers.disclosure.queries import person_view
from app.handovers.lifecycle.models import Handover

SHOWN_DAYS = 30
LIMIT = 100  # the newest; a worker who left or went on leave may have many


@dataclass(frozen=True)
class FormerResponsibility:
    """One such journey. `name` and `person_key`: empty when the reader may not see the person."""

    journey: Journey
    moved_at: datetime
    name: str = ""
    person_key: str = ""
    handovers: list[Handover] = field(default_factory=list)


def _recently_responsible(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """The actor's periods of responsibility that ended within thirty days and passed to another worker."""
    first, _end = day_bounds(local_day(at) - timedelta(days=SHOWN_DAYS))
    later = aliased(Responsibility)
    return and_(
        col(Responsibility.worker_id) == actor.worker_id,
        col(Responsibility.until) >= first,
        exists().where(
            col(later.journey_id) == col(Responsibility.journey_id),
            col(later.worker_id) != actor.worker_id,
            col(later.since) >= col(Responsibility.until),
        ),
    )


def former_responsibilities(db: Session, actor: Actor, at: datetime) -> list[FormerResponsibility]:
    """Journeys that moved from the actor to another worker recently, the last one first."""
    statement = (
        select(Journey, Responsibility.until)
        .join(Responsibility, col(Responsibility.journey_id) == Journey.id)
        .where(_recently_responsible(actor, at), Journey.shop_id == actor.shop_id)
        .options(joinedload(relation(Journey.responsible)))
        .order_by(col(Responsibility.until).desc(), col(Responsibility.id).desc())
        .limit(LIMIT)
    )
    moved: dict[int, tuple[Journey, datetime]] = {}
    for journey, until in db.exec(statement):
        if until is not None and not (journey.is_open and journey.responsible_id == actor.worker_id):
            moved.setdefault(journey.id, (journey, until))
    sent = _handovers_sent_before(db, list(moved.values()))
    return [
        _former_responsibility(db, actor, journey, until, sent.get(journey.id, []), at)
        for journey, until in moved.values()
    ]


def _handovers_sent_before(db: Session, moved: Sequence[tuple[Journey, datetime]]) -> dict[int, list[Handover]]:
    """Handovers offered before the responsibility moved, by the id of the journey. Later ones are not visible."""
    until = {journey.id: moment for journey, moment in moved}
    if not until:
        return {}
    statement = select(Handover).where(col(Handover.journey_id).in_(until), col(Handover.offered_at).is_not(None))
    found: dict[int, list[Handover]] = {}
    statement = statement.options(joinedload(relation(Handover.receiver))).order_by(col(Handover.id).desc())
    for handover in db.exec(statement):
        if handover.offered_at is not None and handover.offered_at <= until[handover.journey_id]:
            found.setdefault(handover.journey_id, []).append(handover)
    return found


def _former_responsibility(
    db: Session, actor: Actor, journey: Journey, until: datetime, sent: list[Handover], at: datetime
) -> FormerResponsibility:
    if actor.in_front_office:
        return FormerResponsibility(journey, until, journey.person.name, journey.person.key, sent)
    view = person_view(db, actor, journey.person.key, at)
    return FormerResponsibility(
        journey, until, view.name if view else "", view.card.key if view and view.name else "", sent
    )


def status_only_handover(db: Session, actor: Actor, key: str, at: datetime) -> Handover | None:
    """A handover of which the actor may only see the status: they were responsible when it was offered."""
    statement = (
        select(Handover)
        .join(Responsibility, col(Responsibility.journey_id) == Handover.journey_id)
        .where(
            Handover.key == key,
            Handover.shop_id == actor.shop_id,
            _recently_responsible(actor, at),
            col(Handover.offered_at).is_not(None),
            col(Handover.offered_at) <= col(Responsibility.until),
        )
    )
    return db.exec(statement).first()
