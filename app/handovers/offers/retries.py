"""New attempts after a handover that came to nothing: each is a new handover linked to the previous one."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.handovers.lifecycle import rules, transitions
from app.handovers.lifecycle.fact_queries import other_transfers
from app.handovers.lifecycle.models import Handover, Kind, State
from app.handovers.lifecycle.queries import RECENT, visible_to
from app.handovers.offers.sender_actions import create_follow_up_draft

MOST_ATTEMPTS = 20  # how many previous attempts are looked up


def retry(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Returns a draft with the same question, in which nothing is agreed or shared yet. Raises Refused.

    Idempotent: an existing draft of a new attempt is returned again.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    rules.retry.check(facts, by)
    begun = select(Handover).where(Handover.previous_id == handover.id, Handover.state == State.DRAFT)
    return db.exec(begun).first() or create_follow_up_draft(
        db, facts.handover, facts.handover.receiver, suits=facts.handover.suits, at=at
    )


def delete_untouched_drafts(db: Session, handover: Handover, declined_at: datetime) -> None:
    """Deletes the draft that an undone refusal had opened, unless somebody changed it since."""
    opened = select(Handover).where(
        Handover.previous_id == handover.id,
        Handover.state == State.DRAFT,
        Handover.version == 1,
        Handover.made_at == declined_at,
    )
    for draft in db.exec(opened).all():
        if not draft.moves and not draft.shared:
            db.delete(draft)


def previous_attempts(db: Session, actor: Actor, handover: Handover) -> list[Handover]:
    """Previous attempts visible to the actor, latest first. A partner sees only those to or from itself."""
    return [one for one in _previous_handovers(db, handover) if _is_visible_to(db, actor, one)]


def parallel_transfers(db: Session, actor: Actor, handover: Handover) -> list[Handover]:
    """Other transfers offered at the same time, with a reason, as far as they are visible to the actor."""
    if handover.kind != Kind.TRANSFER or not handover.offered_at:
        return []
    return [one for one in other_transfers(db, handover) if one.why_another and _is_visible_to(db, actor, one)]


def recently_declined(db: Session, journey_id: int, at: datetime) -> list[Handover]:
    """Handovers declined in the last thirty days, latest first; without partners that were asked again since."""
    statement = select(Handover).where(Handover.journey_id == journey_id, col(Handover.offered_at).is_not(None))
    newest: dict[int, Handover] = {}
    for handover in db.exec(statement.order_by(col(Handover.offered_at).desc(), col(Handover.id).desc())):
        newest.setdefault(handover.receiver_id, handover)
    lately = at - RECENT
    return [h for h in newest.values() if h.state == State.DECLINED and h.ended_at and h.ended_at >= lately]


def _previous_handovers(db: Session, handover: Handover) -> Iterator[Handover]:
    for _turn in range(MOST_ATTEMPTS):
        if handover.previous_id is None:
            return
        handover = db.get_one(Handover, handover.previous_id)
        yield handover


def _is_visible_to(db: Session, actor: Actor, handover: Handover) -> bool:
    return db.exec(select(Handover.id).where(Handover.id == handover.id, visible_to(actor))).first() is not None


def later_attempts(db: Session, actor: Actor, handover: Handover) -> list[Handover]:
    """Attempts that followed this one, as far as they are visible to the actor."""
    statement = select(Handover).where(Handover.previous_id == handover.id, visible_to(actor))
    return list(db.exec(statement.order_by(col(Handover.id))))
