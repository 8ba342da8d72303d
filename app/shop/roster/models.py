"""The roster: who is planned for a half-day, and who was really there."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import enum_column
from app.shop.half_days.models import DayPart


class RosterPlan(SQLModel, table=True):
    """A worker who means to be there in a half-day: the roster as it is planned.

    It names the half-day and not its opening: most of what is planned has no row yet.
    """

    __tablename__ = "roster_plan"
    __table_args__ = (UniqueConstraint("shop_id", "day", "part", "worker_id"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id")
    worker_id: int = Field(foreign_key="worker.id", index=True)
    day: date
    part: DayPart = Field(sa_type=enum_column(DayPart))
    talks: int | None = Field(default=None)  # how many talks there is room for; None: not said

    worker: Worker = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})

    @property
    def shop_of_change(self) -> int:
        return self.shop_id
