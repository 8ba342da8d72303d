"""The actor for requests from a tablet."""

from dataclasses import dataclass

from app.front_desk.kiosk.models import Tablet


@dataclass(frozen=True)
class TabletActor:
    """An unidentified visitor at a tablet. Not a worker, and may read nothing."""

    tablet: Tablet
    address: str = ""
    worker_id: None = None
    organisation_id: None = None
    basis: str = "tablet"

    @property
    def shop_id(self) -> int:
        return self.tablet.shop_id
