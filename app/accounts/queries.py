"""Reads of workers, their roles and their links."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.accounts.models import Membership, OneTimeLink, Organisation, Purpose, Role, Worker
from app.core.link_tokens import find_by_token
from app.core.text import fold


def worker_named(db: Session, login: str) -> Worker | None:
    """The worker who signs in with this name, whatever its capitals."""
    return db.exec(select(Worker).where(Worker.login == fold(login.strip()))).first()


def myself(db: Session, actor: Actor) -> Worker:
    return db.exec(select(Worker).where(Worker.id == actor.worker_id)).one()


def shops_of(db: Session, worker_id: int) -> list[int]:
    """The numbers of the shops in which a worker has a role, the first one first."""
    rows = db.exec(select(Membership.shop_id).where(Membership.worker_id == worker_id).distinct())
    return sorted(rows)


def link(db: Session, token: str, purposes: set[Purpose], *, at: datetime) -> OneTimeLink | None:
    """A link that still works."""
    purpose = col(OneTimeLink.purpose).in_(purposes)
    unused = col(OneTimeLink.used_at).is_(None)
    return find_by_token(db, OneTimeLink, token, purpose, unused, OneTimeLink.expires_at > at)


def open_links(db: Session, purposes: set[Purpose], worker_id: int | None) -> list[OneTimeLink]:
    statement = select(OneTimeLink).where(
        col(OneTimeLink.purpose).in_(purposes), col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.worker_id).is_(None) if worker_id is None else OneTimeLink.worker_id == worker_id,
    )  # fmt: skip
    return list(db.exec(statement))


def workers_here(db: Session, actor: Actor) -> list[Worker]:
    """Everybody with a role in the actor's shop, also who cannot sign in (any more), by name."""
    here = select(Membership.worker_id).where(Membership.shop_id == actor.shop_id)
    return list(db.exec(select(Worker).where(col(Worker.id).in_(here)).order_by(Worker.name, col(Worker.id))))


def worker_here(db: Session, actor: Actor, key: str) -> Worker | None:
    here = select(Membership.worker_id).where(Membership.shop_id == actor.shop_id)
    return db.exec(select(Worker).where(Worker.key == key, col(Worker.id).in_(here))).first()


def roles_in(db: Session, shop_id: int) -> dict[int, list[Role]]:
    """The roles of every worker of a shop, by the worker's number, in the order of DOMAIN §6."""
    found: dict[int, list[Role]] = {}
    for membership in db.exec(select(Membership).where(Membership.shop_id == shop_id)):
        found.setdefault(membership.worker_id, []).append(Role(membership.role))
    return {worker_id: sorted(roles, key=list(Role).index) for worker_id, roles in found.items()}


def memberships(db: Session, worker_id: int, shop_id: int) -> list[Membership]:
    return list(db.exec(select(Membership).where(Membership.worker_id == worker_id, Membership.shop_id == shop_id)))


def administrators(db: Session, shop_id: int | None = None) -> list[Worker]:
    """Who can sign in and keep a shop's accounts; of every shop, if none is named."""
    return _able(db, Role.ADMINISTRATOR, shop_id)


def coordinators(db: Session, shop_id: int) -> list[Worker]:
    """Who can sign in and coordinates the shop."""
    return _able(db, Role.COORDINATOR, shop_id)


def _able(db: Session, role: Role, shop_id: int | None) -> list[Worker]:
    having = select(Membership.worker_id).where(Membership.role == role)
    if shop_id is not None:
        having = having.where(Membership.shop_id == shop_id)
    able = select(Worker).where(
        col(Worker.id).in_(having), col(Worker.disabled_at).is_(None), col(Worker.password_hash).is_not(None)
    )
    return list(db.exec(able.order_by(Worker.name, col(Worker.id))))


def organisation_called(db: Session, name: str) -> Organisation | None:
    """An organisation by its name, whatever its capitals and accents."""
    return next((o for o in db.exec(select(Organisation)) if fold(o.name) == fold(name)), None)


def invited(db: Session, link: OneTimeLink) -> Worker | None:
    """Whom a link is for, unless their account has ended."""
    statement = select(Worker).where(Worker.id == link.worker_id, col(Worker.disabled_at).is_(None))
    return db.exec(statement).first()
