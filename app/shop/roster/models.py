"""The table of roster plans. Actual attendance is in half_days.models.Presence."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import enum_column
from app.shop.half_days.models import DayPart


class RosterPlan(SQLModel, table=True):
    """A worker who plans to be in the shop in a half-day.

    It refers to the half-day by day and part, not by id: most half-days in the future have no row yet.
    """

    __tablename__ = "roster_plan"
    __table_args__ = (UniqueConstraint("shop_id", "day", "part", "worker_id"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id")
    worker_id: int = Field(foreign_key="worker.id", index=True)
    day: date
    part: DayPart = Field(sa_type=enum_column(DayPart))
    talks: int | None = Field(default=None)  # room for this many talks; None: not given

    worker: Worker = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})

    @property
    def shop_of_change(self) -> int:
        return self.shop_id
