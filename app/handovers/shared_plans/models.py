"""Tables of links to a visitor's plan, and of the answers given there."""

from datetime import date, datetime

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime
from app.core.ids import new_key
from app.guidance.journeys.models import Journey


class PlanLink(SQLModel, table=True):
    """A link that shows the plan of one journey until it expires or is withdrawn; only a digest is stored."""

    __tablename__ = "plan_link"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    token_hash: str = Field(max_length=64, unique=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    language: str = Field(max_length=5)  # of the visitor
    made_by_id: int = Field(foreign_key="worker.id")
    partner_id: int | None = Field(default=None, foreign_key="organisation.id")  # None: front office
    made_at: datetime = Field(sa_type=UtcDateTime)
    until: date  # the last day
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="worker.id")

    journey: Journey = Relationship()
    made_by: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "PlanLink.made_by_id"})


class PlanAnswer(SQLModel, table=True):
    """The visitor's answer to "did you speak with somebody?"; waits for the responsible worker until seen."""

    __tablename__ = "plan_answer"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    link_id: int = Field(foreign_key="plan_link.id", index=True)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    spoken: bool
    at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_by_id: int | None = Field(default=None, foreign_key="worker.id")

    journey: Journey = Relationship()
