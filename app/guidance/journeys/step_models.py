"""Later and past steps of a journey's plan, and Step, the value that represents a step wherever it is stored.

The next step is stored in the journey (decision 2). A step keeps its key from later step to next step to past step.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key
from app.guidance.journeys.models import Journey, StepTaker


class StepResult(StrEnum):
    DONE = "done"
    MOVED = "moved"
    DROPPED = "dropped"
    REPLACED = "replaced"  # another step took its place


@dataclass(frozen=True)
class Step:
    """A step of a plan, wherever it is stored: what, when, who takes it and the worker who takes or follows it up."""

    what: str
    on: date
    worker: Worker
    clock: time | None = None
    by: StepTaker = StepTaker.WORKER
    organisation: Organisation | None = None  # the partner that takes the step
    key: str = field(default_factory=new_key)
    moved: int = 0

    @property
    def organisation_id(self) -> int | None:
        return self.organisation.id if self.organisation else None

    @property
    def order(self) -> tuple[date, bool, time, str]:
        """Sort key: by day, and within a day the steps with a time first. The lowest is the next step."""
        return self.on, self.clock is None, self.clock or time.max, self.key


def next_step(journey: Journey) -> Step | None:
    """The next step of a journey; None when it has ended."""
    if not (journey.next_what and journey.next_on and journey.next_worker):
        return None
    return Step(
        journey.next_what,
        journey.next_on,
        journey.next_worker,
        journey.next_time,
        journey.next_by,
        journey.next_organisation,
        journey.next_key or "",
        journey.next_moved,
    )


class LaterStep(SQLModel, table=True):
    """A planned step that comes after the next one."""

    __tablename__ = "later_step"
    __table_args__ = (
        CheckConstraint("taken_by IN ('worker', 'person') OR organisation_id IS NOT NULL", name="partner_is_named"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=16)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    what: str = Field(max_length=200)
    due_on: date = Field(index=True)
    due_time: time | None = Field(default=None)
    taken_by: StepTaker = Field(default=StepTaker.WORKER, sa_type=enum_column(StepTaker))
    worker_id: int = Field(foreign_key="worker.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    moved: int = 0
    made_by_id: int = Field(foreign_key="worker.id")
    made_at: datetime = Field(sa_type=UtcDateTime)

    journey: Journey = Relationship()
    worker: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "LaterStep.worker_id"})
    organisation: Organisation | None = Relationship()

    @property
    def step(self) -> Step:
        return Step(
            self.what, self.due_on, self.worker, self.due_time, self.taken_by, self.organisation, self.key, self.moved
        )


class PastStep(SQLModel, table=True):
    """A step that was done, moved to another day, dropped or replaced by another."""

    __tablename__ = "past_step"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default="", max_length=16, index=True)  # the step's key; a step that was moved has several rows
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    what: str = Field(max_length=200)
    due_on: date
    result: StepResult = Field(sa_type=enum_column(StepResult))
    taken_by: StepTaker = Field(default=StepTaker.WORKER, sa_type=enum_column(StepTaker))
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    moved_to: date | None = Field(default=None)
    reason: str = Field(default="", max_length=200)  # why it was moved or dropped, or what came of it
    at: datetime = Field(sa_type=UtcDateTime)

    worker: Worker | None = Relationship()
    organisation: Organisation | None = Relationship()
