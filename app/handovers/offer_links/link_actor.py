"""Actors who use an offer link: unnamed while reading, a named worker of the partner while answering."""

from dataclasses import dataclass, field

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Role, Worker
from app.handovers.lifecycle.models import Via
from app.handovers.offer_links.models import OfferLink


def basis_of(link: OfferLink) -> str:
    consent = link.handover.consent.key if link.handover.consent else "none"
    return f"offer link {link.key} under consent {consent}"


@dataclass(frozen=True)
class LinkReader:
    """An unnamed reader for the audit log (implements audit.models.AuditActor): only the partner is known."""

    link: OfferLink
    organisation_id: int
    address: str = ""
    worker_id: None = None

    @property
    def shop_id(self) -> int:
        return self.link.shop_id

    @property
    def basis(self) -> str:
        return basis_of(self.link)


@dataclass(frozen=True)
class LinkActor(Actor):
    """Reads or answers as a worker of the partner. `basis`: the legal basis, for the audit log."""

    basis: str = field(default="", compare=False)


NO_WORKER = 0  # no worker has this id; a reader has not given a name yet


def new_link_actor(
    link: OfferLink, organisation: Organisation, worker: Worker | None = None, address: str = ""
) -> LinkActor:
    return LinkActor(
        worker.id if worker else NO_WORKER,
        worker.name if worker else "",
        organisation.id,
        organisation.name,
        link.shop_id,
        frozenset({Role.PARTNER}),
        address=address,
        via=Via.LINK,
        basis=basis_of(link),
    )
