"""Signing in and out, passwords, one-time links, worker accounts and their roles."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from app.accounts import passwords, queries, sessions
from app.accounts.current_user import Actor
from app.accounts.models import LinkPurpose, Membership, OneTimeLink, Organisation, Role, Worker
from app.audit import audit_log
from app.core.database import lock_row
from app.core.link_tokens import make_token
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.core.text_rules import fold

LINK_LIFETIMES = {
    LinkPurpose.SETUP: timedelta(days=1),
    LinkPurpose.INVITE: timedelta(days=7),
    LinkPurpose.RESET: timedelta(days=1),
}


def sign_in(db: Session, login: str, password: str, *, address: str, at: datetime) -> tuple[Worker, int] | None:
    """Returns the worker and their first shop, or None when the name and password do not match.

    Either outcome is recorded in the audit log and takes the same time.
    """
    worker = queries.worker_by_login(db, login)
    right = passwords.verify(password, worker.password_hash if worker and worker.is_active else None)
    shops = queries.shops_of(db, worker.id) if worker else []
    if worker is None or not right or not shops:
        audit_log.log_sign_in(
            db, "sign-in refused", at=at, address=address, subject_id=worker.id if worker else None, shop_ids=shops
        )
        return None
    audit_log.log_sign_in(
        db,
        "signed in",
        at=at,
        address=address,
        subject_id=worker.id,
        shop_ids=shops[:1],
        worker_id=worker.id,
        organisation_id=worker.organisation_id,
    )
    return worker, shops[0]


def sign_out(db: Session, *, by: Actor, at: datetime) -> None:
    sessions.end(db, by.session)
    audit_log.log_sign_in(
        db,
        "signed out",
        at=at,
        address=by.address,
        subject_id=by.worker_id,
        shop_ids=[by.shop_id],
        worker_id=by.worker_id,
        organisation_id=by.organisation_id,
    )


def set_password(db: Session, worker: Worker, password: str) -> None:
    """Sets a new password and ends every session of the worker."""
    worker.password_hash = passwords.hash_password(password)
    db.add(worker)
    sessions.end_all(db, worker.id)


def make_link(db: Session, purpose: LinkPurpose, worker: Worker | None, *, at: datetime) -> str:
    """Makes a one-time link and returns its token, which is not stored. Earlier links for this purpose stop working."""
    for earlier in queries.unused_links(db, {purpose}, worker.id if worker else None):
        earlier.used_at = at
    token = make_token()
    owner = worker.id if worker else None
    db.add(
        OneTimeLink(
            token_hash=token.hash, purpose=purpose, worker_id=owner, made_at=at, expires_at=at + LINK_LIFETIMES[purpose]
        )
    )
    db.flush()
    return token.secret


def use_link(db: Session, link: OneTimeLink, *, at: datetime) -> None:
    """Marks the link as used. Raises Refused if it was used already, also by a simultaneous request."""
    link = lock_row(db, link)
    if link.used_at is not None:
        raise Refused(NO_LONGER_POSSIBLE)
    link.used_at = at
    db.flush()


def set_password_by_link(db: Session, link: OneTimeLink, worker: Worker, password: str, *, at: datetime) -> None:
    """Sets the password chosen with a one-time link. The worker's other open links stop working."""
    use_link(db, link, at=at)
    for other in queries.unused_links(db, {LinkPurpose.INVITE, LinkPurpose.RESET}, worker.id):
        other.used_at = at
    worker.pin_hash = None  # somebody who knew the old password may have chosen it
    set_password(db, worker, password)


def add_worker(
    db: Session,
    *,
    name: str,
    login: str,
    organisation: Organisation,
    shop_id: int,
    roles: Iterable[Role],
    language: str = "nl",
) -> Worker:
    """Adds a worker with these roles in the shop, without a password yet."""
    worker = Worker(name=name, login=fold(login), organisation_id=organisation.id, language=language)
    worker.organisation = organisation
    db.add(worker)
    db.flush()
    db.add_all([Membership(worker_id=worker.id, shop_id=shop_id, role=role) for role in dict.fromkeys(roles)])
    db.flush()
    return worker


def make_password_link(db: Session, worker: Worker, *, at: datetime) -> str:
    """Makes a link with which a worker chooses a first or a new password; returns its token."""
    return make_link(db, LinkPurpose.RESET if worker.password_hash else LinkPurpose.INVITE, worker, at=at)


def set_roles(db: Session, worker: Worker, shop_id: int, roles: Iterable[Role]) -> bool:
    """Gives the worker exactly these roles in the shop. Returns whether anything changed.

    A change ends the worker's sessions, so that nobody continues with the old roles (TRUST 6).
    """
    wanted = set(roles)
    current = {Role(m.role): m for m in queries.memberships(db, worker.id, shop_id)}
    for role in current.keys() - wanted:
        db.delete(current[role])
    added = sorted(wanted - current.keys())
    db.add_all([Membership(worker_id=worker.id, shop_id=shop_id, role=role) for role in added])
    if changed := wanted != current.keys():
        sessions.end_all(db, worker.id)
    db.flush()
    return changed


def disable(db: Session, worker: Worker, *, at: datetime) -> None:
    """Disables the account. The row stays, because past actions are shown with the worker's name."""
    worker.disabled_at, worker.password_hash, worker.pin_hash = at, None, None
    for link in queries.unused_links(db, {LinkPurpose.INVITE, LinkPurpose.RESET}, worker.id):
        link.used_at = at
    sessions.end_all(db, worker.id)
    db.flush()


def enable(db: Session, worker: Worker) -> None:
    """Enables the account again. The worker still has to choose a new password."""
    worker.disabled_at = None
    db.flush()
