"""Who acts with a link to a plan: whoever holds it. Nobody asks who they are, and they read that plan alone."""

from dataclasses import dataclass

from app.handovers.shared_plans.models import PlanLink


@dataclass(frozen=True)
class PlanLinkActor:
    """Acts as the record needs it (audit.record.Acting), and is no worker."""

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
