"""Reads the facts of one shop, as light rows without names, and the handovers behind a figure."""

from collections.abc import Collection

from sqlalchemy import case, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.core.clock import local_day
from app.core.database import relation
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Handover, Introduction, IntroductionState, State
from app.reports.handover_quality.figures import HandoverFact, MissedIntroductionFact, QualityFacts
from app.reports.outflow.queries import by_name, first_meetings
from app.shop.half_days.queries import closed_days


def load_facts(db: Session, actor: Actor) -> QualityFacts:
    """Every offer of the reader's shop, except mistakes and those imported from an old register."""
    met = first_meetings()
    H = Handover  # noqa: N806
    here = (
        col(H.shop_id) == actor.shop_id,
        col(H.state) != State.MISTAKEN,
        col(H.told).is_(False),
        col(H.offered_at).is_not(None),
    )
    # Nobody waits for a handover on the spot, so counting it would make a partner look quicker than it is.
    waited = or_(col(H.on_the_spot).is_(False), col(H.running_at).is_(None))
    found = db.execute(
        columns(
            col(H.id),
            col(H.receiver_id),
            col(H.state),
            col(H.offered_at),
            case((waited, col(H.answered_at))),
            case((waited, col(H.accepted_at))),
            col(H.running_at),
            func.coalesce(col(H.ended_at), col(H.answered_at)),
            met.c.held_on,
            col(H.what_then),
        )
        .outerjoin(met, met.c.handover_id == col(H.id))
        .where(*here)
        .order_by(col(H.id))
    )
    handovers = []
    for id_, receiver, state, *moments, first_met, then in found:
        days = [moment and local_day(moment) for moment in moments]
        with_next = then not in ("", DeclineProposal.NOTHING)
        handovers.append(HandoverFact._make([id_, receiver, state, *days, first_met, with_next]))
    missed = db.execute(
        columns(col(H.id), col(H.receiver_id), func.coalesce(col(Introduction.planned_for), col(H.accepted_at)))
        .join(H, col(H.id) == col(Introduction.handover_id))
        .where(*here, col(Introduction.state) == IntroductionState.MISSED)
        .order_by(col(Introduction.id))
    )
    missed_facts = [
        MissedIntroductionFact(id_, receiver, local_day(moment)) for id_, receiver, moment in missed if moment
    ]
    return QualityFacts(handovers, missed_facts, closed_days(db, actor.shop_id))


def partners(db: Session, ids: Collection[int]) -> list[Organisation]:
    """The organisations with these ids, sorted by name."""
    return by_name(db, col(Organisation.id).in_(ids))


def handovers(db: Session, actor: Actor, ids: Collection[int]) -> dict[int, Handover]:
    """The handovers with these ids in the reader's shop, by id, with the person and the partner loaded."""
    found = select(Handover).where(col(Handover.shop_id) == actor.shop_id, col(Handover.id).in_(ids))
    return {h.id: h for h in db.exec(found.options(joinedload(relation(Handover.receiver))))}
