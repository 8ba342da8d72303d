"""The PIN with which a worker confirms something on a colleague's screen. It does not sign in (decision 25)."""

from datetime import datetime, timedelta
from itertools import pairwise

from sqlmodel import Session

from app.accounts import passwords
from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.audit import audit_log
from app.core.rate_limits import RateLimit
from app.core.text_rules import N_

MIN_DIGITS, MAX_DIGITS = 4, 8  # digits
PER_WORKER = RateLimit("PIN of a worker", 5, timedelta(minutes=15))  # from any address, because a PIN is short

NOT_DIGITS = N_("A PIN is four to eight digits.")
EASY = N_("This is a sequence or a repetition that many people try first. Choose other digits.")


def obstacle(pin: str) -> str | None:
    """Returns why this PIN is not allowed, or None."""
    if not (MIN_DIGITS <= len(pin) <= MAX_DIGITS and pin.isascii() and pin.isdigit()):
        return NOT_DIGITS
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    piece_repeats = any((pin[:size] * len(pin)).startswith(pin) for size in range(1, len(pin) // 2 + 1))
    return EASY if piece_repeats or steps in ({1}, {9}) else None


def choose(db: Session, worker: Worker, pin: str, *, by: Actor, at: datetime) -> None:
    """Sets or replaces the PIN. The caller has checked that `pin` has no obstacle."""
    worker.pin_hash = passwords.hash_password(pin)
    db.add(worker)
    _log(db, "PIN chosen", worker, by, at)


def remove(db: Session, worker: Worker, *, by: Actor, at: datetime) -> None:
    """Removes the PIN. From now on the worker confirms only in their own session."""
    worker.pin_hash = None
    db.add(worker)
    _log(db, "PIN removed", worker, by, at)


def allow_attempt(db: Session, worker: Worker, *, at: datetime) -> bool:
    """Counts an attempt at this worker's PIN, on any screen, and returns whether it is allowed.

    Only signed-in colleagues can try, and reaching the limit does not affect the worker's own session.
    """
    return PER_WORKER.hit(db, worker.id, at=at)


def verify(db: Session, worker: Worker, pin: str, *, by: Actor, at: datetime) -> bool:
    """Whether this is the PIN of `worker`, typed on the screen of `by`. Either outcome goes into the audit log.

    Call `allow_attempt` first.
    """
    matches = passwords.verify(pin, worker.pin_hash if worker.is_active else None)
    _log(db, "yes by PIN" if matches else "PIN refused", worker, by, at)
    if matches:
        PER_WORKER.refund(db, worker.id)  # earlier wrong attempts remain counted
    return matches


def _log(db: Session, what: str, worker: Worker, by: Actor, at: datetime) -> None:
    audit_log.log_sign_in(
        db,
        what,
        at=at,
        address=by.address,
        subject_id=worker.id,
        shop_ids=[by.shop_id],
        worker_id=by.worker_id,
        organisation_id=by.organisation_id,
    )
