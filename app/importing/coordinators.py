"""Who may import where: for the command line, on which nobody is signed in."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.accounts.models import Membership, Role, Worker
from app.journeys import queries as journeys
from app.shops.models import Shop


def coordinators(db: Session) -> Sequence[Worker]:
    """Who may import, in any shop."""
    having = select(Membership.worker_id).where(Membership.role == Role.COORDINATOR)
    statement = select(Worker).where(col(Worker.id).in_(having), col(Worker.disabled_at).is_(None))
    return db.exec(statement.order_by(Worker.login)).all()


def coordinator(db: Session, worker: Worker, shop_id: int) -> Actor | None:
    """The worker as they act in this shop, if they coordinate it."""
    roles = journeys.roles_of(db, worker.id, shop_id)
    if Role.COORDINATOR not in roles:
        return None
    return Actor(worker.id, worker.name, worker.organisation_id, worker.organisation.name, shop_id, roles)


def shops_of(db: Session, worker: Worker) -> Sequence[Shop]:
    """The shops that this worker coordinates."""
    here = select(Membership.shop_id).where(Membership.worker_id == worker.id, Membership.role == Role.COORDINATOR)
    return db.exec(select(Shop).where(col(Shop.id).in_(here)).order_by(col(Shop.id))).all()
