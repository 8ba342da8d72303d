"""Steps in a worker's own calendar: a feed, private by its link."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime


class CalendarFeed(SQLModel, table=True):
    """A worker's feed in one shop. Its link is kept as a digest only; a new link ends the one before."""

    __tablename__ = "calendar_feed"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    shop_id: int = Field(foreign_key="shop.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
