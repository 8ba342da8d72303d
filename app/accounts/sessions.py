"""The session of a signed-in worker: starting and ending them, and the actor of a session token."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import LoginSession, Membership, Organisation, Role, Worker
from app.core.ids import digest
from app.core.link_tokens import make_token

MAX_AGE = timedelta(hours=12)  # a session ends after this time, whatever happens (TRUST 6)


def start(db: Session, worker: Worker, shop_id: int, *, at: datetime) -> str:
    """Starts a session and returns the token for the cookie. Only its hash is stored."""
    token = make_token()
    db.add(LoginSession(token_hash=token.hash, worker_id=worker.id, shop_id=shop_id, made_at=at, ends_at=at + MAX_AGE))
    return token.secret


def end(db: Session, token_hash: str) -> None:
    if row := db.get(LoginSession, token_hash):
        db.delete(row)


def end_all(db: Session, worker_id: int) -> None:
    """Ends all sessions of a worker, after a changed role, a new password or a departure (TRUST 6)."""
    for row in db.exec(select(LoginSession).where(LoginSession.worker_id == worker_id)):
        db.delete(row)


def delete_expired(db: Session, *, at: datetime) -> None:
    """Deletes expired sessions."""
    for row in db.exec(select(LoginSession).where(LoginSession.ends_at <= at)):
        db.delete(row)


_ACTOR = (
    columns(
        col(Worker.id),
        col(Worker.name),
        col(Worker.language),
        col(Organisation.id),
        col(Organisation.name),
        col(LoginSession.shop_id),
        col(Membership.role),
    )
    .select_from(LoginSession)
    .join(Worker, col(Worker.id) == LoginSession.worker_id)
    .join(Organisation, col(Organisation.id) == Worker.organisation_id)
    .join(
        Membership, (col(Membership.worker_id) == LoginSession.worker_id) & (Membership.shop_id == LoginSession.shop_id)
    )
    .where(
        col(LoginSession.token_hash) == bindparam("token_hash"),
        col(LoginSession.ends_at) > bindparam("now"),
        col(Worker.disabled_at).is_(None),
    )
)


def actor_by_token(db: Session, token: str, *, at: datetime, address: str = "") -> Actor | None:
    """The actor of a session, or None if it has ended or the worker's account is disabled. One indexed read."""
    token_hash = digest(token)
    rows = db.execute(_ACTOR, {"token_hash": token_hash, "now": at}).all()
    if not rows:
        return None
    worker_id, name, language, organisation_id, organisation_name, shop_id, _ = rows[0]
    return Actor(
        worker_id,
        name,
        organisation_id,
        organisation_name,
        shop_id,
        frozenset(Role(row[-1]) for row in rows),
        language,
        address,
        token_hash,
    )
