"""The anonymous actor who uses a link to a plan."""

from dataclasses import dataclass

from app.handovers.shared_plans.models import PlanLink


@dataclass(frozen=True)
class PlanLinkActor:
    """Implements audit.models.AuditActor; is not a worker, and can read only this plan."""

    link: PlanLink
    address: str = ""
    worker_id: None = None
    organisation_id: None = None

    @property
    def shop_id(self) -> int:
        return self.link.shop_id

    @property
    def basis(self) -> str:
        return f"plan link {self.link.key}"
