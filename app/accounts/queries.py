"""Workers, their roles in each shop and their one-time links. The only module that reads memberships."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import SelectBase
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.current_user import Actor
from app.accounts.models import LinkPurpose, Membership, OneTimeLink, Organisation, Role, Worker
from app.core.link_tokens import find_by_token
from app.core.text_rules import fold


def worker_by_login(db: Session, login: str) -> Worker | None:
    """The worker with this sign-in name, ignoring case and surrounding spaces."""
    return db.exec(select(Worker).where(Worker.login == fold(login.strip()))).first()


def own_worker(db: Session, actor: Actor) -> Worker:
    return db.exec(select(Worker).where(Worker.id == actor.worker_id)).one()


def shops_of(db: Session, worker_id: int) -> list[int]:
    """Ids of the shops in which a worker has a role, oldest first."""
    rows = db.exec(select(Membership.shop_id).where(Membership.worker_id == worker_id).distinct())
    return sorted(rows)


def valid_link(db: Session, token: str, purposes: set[LinkPurpose], *, at: datetime) -> OneTimeLink | None:
    """The link with this token, if it is unused, has not expired and has one of these purposes."""
    purpose = col(OneTimeLink.purpose).in_(purposes)
    unused = col(OneTimeLink.used_at).is_(None)
    return find_by_token(db, OneTimeLink, token, purpose, unused, OneTimeLink.expires_at > at)


def unused_links(db: Session, purposes: set[LinkPurpose], worker_id: int | None) -> list[OneTimeLink]:
    statement = select(OneTimeLink).where(
        col(OneTimeLink.purpose).in_(purposes),
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.worker_id).is_(None) if worker_id is None else OneTimeLink.worker_id == worker_id,
    )
    return list(db.exec(statement))


def member_ids(shop_id: Any = None, roles: Collection[Role] | None = None) -> SelectOfScalar[int]:
    """Ids of the workers with a role in a shop, as a subquery.

    `shop_id`: a number, a column or a parameter of the outer statement; None for every shop. `roles`: only these.
    """
    found = select(Membership.worker_id)
    if shop_id is not None:
        found = found.where(Membership.shop_id == shop_id)
    return found if roles is None else found.where(col(Membership.role).in_(sorted(roles)))


def workers_of_shop(db: Session, actor: Actor) -> list[Worker]:
    """All workers with a role in the actor's shop, including those who cannot sign in, by name."""
    here = select(Worker).where(col(Worker.id).in_(member_ids(actor.shop_id)))
    return list(db.exec(here.order_by(Worker.name, col(Worker.id))))


def worker_of_shop(db: Session, shop_id: int, key: str) -> Worker | None:
    """The worker with this key, if they have a role in the shop."""
    return db.exec(select(Worker).where(Worker.key == key, col(Worker.id).in_(member_ids(shop_id)))).first()


def workers_with_roles(
    db: Session,
    shop_id: int | None,
    roles: Collection[Role],
    *,
    organisation_id: int | None = None,
    without: SelectBase | None = None,
    invited: bool = False,
) -> list[Worker]:
    """Workers who can sign in and have one of these roles in the shop, by name.

    `shop_id`: None for any shop. `organisation_id`: only of this organisation. `without`: ids of workers to leave out.
    `invited`: also workers who have not chosen a password yet.
    """
    found = select(Worker).where(col(Worker.id).in_(member_ids(shop_id, roles)), col(Worker.disabled_at).is_(None))
    if not invited:
        found = found.where(col(Worker.password_hash).is_not(None))
    if organisation_id is not None:
        found = found.where(Worker.organisation_id == organisation_id)
    if without is not None:
        found = found.where(col(Worker.id).not_in(without))
    return list(db.exec(found.order_by(Worker.name, col(Worker.id))))


def roles_of(db: Session, worker_id: int, shop_id: int) -> frozenset[Role]:
    """The roles of a worker in a shop."""
    rows = db.exec(select(Membership.role).where(Membership.worker_id == worker_id, Membership.shop_id == shop_id))
    return frozenset(Role(role) for role in rows)


def roles_by_shop(db: Session, workers: Collection[int]) -> dict[tuple[int, int], frozenset[Role]]:
    """The roles of several workers in every shop, by worker id and shop id."""
    if not workers:
        return {}
    found: dict[tuple[int, int], set[Role]] = {}
    for membership in db.exec(select(Membership).where(col(Membership.worker_id).in_(workers))):
        found.setdefault((membership.worker_id, membership.shop_id), set()).add(Role(membership.role))
    return {key: frozenset(roles) for key, roles in found.items()}


def roles_by_worker(db: Session, shop_id: int, workers: Collection[int | None] | None = None) -> dict[int, list[Role]]:
    """The roles in a shop by worker id, in the order of DOMAIN §6. `workers`: only of these."""
    statement = select(Membership).where(Membership.shop_id == shop_id)
    if workers is not None:
        statement = statement.where(col(Membership.worker_id).in_(workers))
    found: dict[int, list[Role]] = {}
    for membership in db.exec(statement):
        found.setdefault(membership.worker_id, []).append(Role(membership.role))
    return {worker_id: sorted(roles, key=list(Role).index) for worker_id, roles in found.items()}


def shops_with_role(db: Session, worker_id: int, role: Role) -> list[int]:
    """Ids of the shops in which a worker has this role."""
    rows = db.exec(select(Membership.shop_id).where(Membership.worker_id == worker_id, Membership.role == role))
    return sorted(rows)


def memberships(db: Session, worker_id: int, shop_id: int) -> list[Membership]:
    """The membership rows, for the action that changes them."""
    return list(db.exec(select(Membership).where(Membership.worker_id == worker_id, Membership.shop_id == shop_id)))


def administrators(db: Session, shop_id: int | None = None) -> list[Worker]:
    """Administrators of a shop who can sign in; of every shop if `shop_id` is None."""
    return workers_with_roles(db, shop_id, {Role.ADMINISTRATOR})


def coordinators(db: Session, shop_id: int) -> list[Worker]:
    """Coordinators of the shop who can sign in."""
    return workers_with_roles(db, shop_id, {Role.COORDINATOR})


def organisation_by_name(db: Session, name: str) -> Organisation | None:
    """The organisation with this name, ignoring case and accents."""
    return next((o for o in db.exec(select(Organisation)) if fold(o.name) == fold(name)), None)


def worker_of_link(db: Session, link: OneTimeLink) -> Worker | None:
    """The worker for whom the link was made, unless their account is disabled."""
    statement = select(Worker).where(Worker.id == link.worker_id, col(Worker.disabled_at).is_(None))
    return db.exec(statement).first()
