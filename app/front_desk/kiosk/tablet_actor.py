"""Who acts on a tablet."""

from dataclasses import dataclass

from app.front_desk.kiosk.models import Tablet


@dataclass(frozen=True)
class TabletActor:
    """Who acts on a tablet: somebody in the shop, whom nobody asks who they are. Reads nothing, and is no worker."""

    tablet: Tablet
    address: str = ""
    worker_id: None = None
    organisation_id: None = None
    basis: str = "tablet"

    @property
    def shop_id(self) -> int:
        return self.tablet.shop_id
