"""Past responsibilities and endings, shown when a returning visitor's journey is reopened."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Session, col, select

from app.accounts.models import Organisation, Worker
from app.core.database import relation
from app.guidance.journeys.models import Journey, PastEnding, Responsibility


@dataclass(frozen=True)
class ResponsibilityPeriod:
    """A worker who was responsible for a person, from the first time until the last; `until` is None if still so."""

    worker: Worker
    organisation: Organisation
    since: datetime
    until: datetime | None


def responsibility_periods(db: Session, person_id: int) -> list[ResponsibilityPeriod]:
    """Every worker who was ever responsible for this person, the latest first."""
    own: Any = (joinedload(relation(Responsibility.worker)), joinedload(relation(Responsibility.organisation)))
    statement = select(Responsibility).where(Responsibility.person_id == person_id).options(*own)
    found: dict[int, ResponsibilityPeriod] = {}
    for row in db.exec(statement.order_by(col(Responsibility.since).desc(), col(Responsibility.id).desc())):
        known = found.get(row.worker_id)
        found[row.worker_id] = (
            replace(known, since=row.since)
            if known
            else ResponsibilityPeriod(row.worker, row.organisation, row.since, row.until)
        )
    return list(found.values())


def past_endings(db: Session, journey_id: int) -> list[PastEnding]:
    """The endings of a journey that was reopened, the latest first."""
    statement = select(PastEnding).where(PastEnding.journey_id == journey_id)
    return list(db.exec(statement.order_by(col(PastEnding.id).desc())))


def last_responsible_workers(db: Session, persons: Collection[int]) -> dict[int, Worker]:
    """The last responsible worker of each of these persons who has no open journey now, by person id."""
    if not persons:
        return {}
    ours, open_now = col(Responsibility.person_id).in_(persons), aliased(Journey)
    followed_now = select(open_now.person_id).where(
        col(open_now.person_id).in_(persons), col(open_now.ended_at).is_(None)
    )
    statement = (
        select(Responsibility.person_id, Worker)
        .join(Worker, col(Worker.id) == Responsibility.worker_id)
        .where(ours, col(Responsibility.person_id).not_in(followed_now))
        .order_by(col(Responsibility.since), col(Responsibility.id))
    )
    return dict(db.exec(statement).all())
