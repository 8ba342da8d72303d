"""The coordinators and their shops, for the command line, where nobody is signed in."""

from collections.abc import Sequence

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Role, Worker
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop


def coordinators(db: Session) -> Sequence[Worker]:
    """The coordinators of any shop, who may import there."""
    return sorted(
        accounts.workers_with_roles(db, None, {Role.COORDINATOR}, invited=True), key=lambda worker: worker.login
    )


def acting_coordinator(db: Session, worker: Worker, shop_id: int) -> Actor | None:
    """The worker as an actor in this shop; None unless they are its coordinator."""
    roles = accounts.roles_of(db, worker.id, shop_id)
    if Role.COORDINATOR not in roles:
        return None
    return Actor(worker.id, worker.name, worker.organisation_id, worker.organisation.name, shop_id, roles)


def coordinated_shops(db: Session, worker: Worker) -> Sequence[Shop]:
    """The shops that this worker coordinates."""
    return sorted(
        shops.shops_by_id(db, accounts.shops_with_role(db, worker.id, Role.COORDINATOR)), key=lambda shop: shop.id
    )
