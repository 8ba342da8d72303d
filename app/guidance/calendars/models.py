"""The calendar feed of a worker."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime


class CalendarFeed(SQLModel, table=True):
    """A worker's feed for one shop. Only a digest of its link is stored; a new link replaces the earlier one."""

    __tablename__ = "calendar_feed"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    shop_id: int = Field(foreign_key="shop.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
