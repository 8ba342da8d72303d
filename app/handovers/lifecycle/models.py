"""Tables of handovers: the handover itself, its introductions, moves, messages and reminders."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import JsonList, UtcDateTime, enum_column
from app.core.ids import new_key
from app.guidance.journeys.models import Journey
from app.handovers.consents.models import Consent
from app.people.people.models import Person
from app.shop.lists.models import ListItem
from app.shop.partners.models import Service


class Via(StrEnum):
    """How the worker who made a move was identified."""

    SESSION = "session"
    PIN = "pin"  # the PIN of the partner's worker, on the sender's screen
    LINK = "link"  # a link in an email, without an account
    SPOKEN = "spoken"  # said on the spot by a worker without an account, and recorded by the sender


class State(StrEnum):
    """The states of DOMAIN §4, and UNKNOWN: imported from an old register, outcome not recorded.

    No move leads to UNKNOWN; it shares nothing and is final.
    """

    DRAFT = "draft"
    OFFERED = "offered"
    CONSIDERING = "considering"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    RUNNING = "running"
    COMPLETED = "completed"
    DECLINED = "declined"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    MISTAKEN = "mistaken"
    UNKNOWN = "unknown"


AWAITING_RESPONSE = frozenset({State.OFFERED, State.CONSIDERING, State.WAITLISTED})  # no acceptance or refusal yet
OPEN_OFFER = AWAITING_RESPONSE | {State.ACCEPTED}  # offered, and not taken over yet
BEFORE_RUNNING = OPEN_OFFER | {State.DRAFT}
ALIVE = OPEN_OFFER | {State.RUNNING}  # the states in which a handover shares something


class Kind(StrEnum):
    SUPPORT = "support"
    TRANSFER = "transfer"


class Urgency(StrEnum):
    TODAY = "today"
    THIS_WEEK = "this_week"
    NORMAL = "normal"


class Handover(SQLModel, table=True):
    """One offer to one partner, and what became of it.

    `sender_id`: the worker who sent it, updated at every move. Before RUNNING the sender is
    `journey.responsible`: an open offer follows the responsibility.
    """

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    sender_id: int = Field(foreign_key="worker.id", index=True)
    receiver_id: int = Field(foreign_key="organisation.id", index=True)
    receiver_worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    kind: Kind = Field(default=Kind.SUPPORT, sa_type=enum_column(Kind))
    question: str = Field(default="", max_length=200)
    shared: list[str] = Field(default_factory=list, sa_type=JsonList)  # sections, named as in Consent.sections
    consent_id: int | None = Field(default=None, foreign_key="consent.id", index=True)
    urgency: Urgency = Field(default=Urgency.NORMAL, sa_type=enum_column(Urgency))
    language: str = Field(default="", max_length=200)
    suits: str = Field(default="", max_length=200)  # the first moment that suits the person
    state: State = Field(default=State.DRAFT, sa_type=enum_column(State), index=True)
    version: int = 1
    made_at: datetime = Field(sa_type=UtcDateTime)
    offered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the first acceptance or refusal
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    running_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    escalated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    called_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the sender called: restarts the deadlines
    expected_on: date | None = Field(default=None)  # WAITLISTED: when a place is expected
    decline_reason_id: int | None = Field(default=None, foreign_key="list_item.id")
    decline_word: str = Field(default="", max_length=200)
    what_then: str = Field(default="", max_length=40)  # labels.DeclineProposal
    person_may_read: bool = False
    cold_reason: str = Field(default="", max_length=200)  # why the receiver took over without an introduction
    why_another: str = Field(default="", max_length=200)  # why a second transfer was asked while another was under way
    feedback: str = Field(default="", max_length=10_000)  # what came of it
    on_the_spot: bool = False
    previous_id: int | None = Field(default=None, foreign_key="handover.id", index=True)
    told: bool = False  # imported from an old register: no moves of it are known

    journey: Journey = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    person: Person = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    sender: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Handover.sender_id"})
    receiver: Organisation = Relationship()
    service: Service | None = Relationship()
    receiver_worker: Worker | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Handover.receiver_worker_id"}
    )
    consent: Consent | None = Relationship(sa_relationship_kwargs={"lazy": "joined"})
    decline_reason: ListItem | None = Relationship()
    introductions: list["Introduction"] = Relationship(
        back_populates="handover", sa_relationship_kwargs={"order_by": "Introduction.id"}
    )
    moves: list["HandoverMove"] = Relationship(
        back_populates="handover", sa_relationship_kwargs={"order_by": "HandoverMove.id"}
    )
    messages: list["HandoverMessage"] = Relationship(sa_relationship_kwargs={"order_by": "HandoverMessage.id"})

    @property
    def shop_of_change(self) -> int:
        return self.shop_id

    @property
    def plans(self) -> list["Introduction"]:
        """The planned introductions."""
        return [one for one in self.introductions if one.state == IntroductionState.PLANNED]


class IntroductionState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Way(StrEnum):
    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class Introduction(SQLModel, table=True):
    """A meeting of the person, the sender and the receiver. HELD with all three, it makes the handover warm."""

    id: int = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    state: IntroductionState = Field(default=IntroductionState.PLANNED, sa_type=enum_column(IntroductionState))
    planned_for: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_on: date | None = Field(default=None)  # the local day, which reports count by
    way: Way = Field(default=Way.IN_PERSON, sa_type=enum_column(Way))
    place: str = Field(default="", max_length=200)
    with_person: bool = False
    with_sender: bool = False
    with_receiver: bool = False
    recorded_by_id: int | None = Field(default=None, foreign_key="worker.id")
    word: str = Field(default="", max_length=200)  # why it was moved or missed
    sender_said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # each worker confirms for themselves
    receiver_said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    handover: Handover = Relationship(back_populates="introductions")

    @property
    def shop_of_change(self) -> int:
        return self.handover.shop_id

    @property
    def with_all_three(self) -> bool:
        return self.state == IntroductionState.HELD and self.with_person and self.with_sender and self.with_receiver


class HandoverMove(SQLModel, table=True):
    """One move of a handover. Rows are only ever added."""

    __tablename__ = "handover_move"

    id: int = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    from_state: State = Field(sa_type=enum_column(State))
    to_state: State = Field(sa_type=enum_column(State))
    worker_id: int = Field(foreign_key="worker.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=200)
    via: Via = Field(default=Via.SESSION, sa_type=enum_column(Via))

    handover: Handover = Relationship(back_populates="moves")
    worker: Worker = Relationship()


class HandoverMessage(SQLModel, table=True):
    """A message, question or answer between sender and receiver."""

    __tablename__ = "handover_message"

    id: int = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    author_id: int = Field(foreign_key="worker.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    text: str = Field(max_length=10_000)
    written_at: datetime = Field(sa_type=UtcDateTime)

    author: Worker = Relationship()
    organisation: Organisation = Relationship()


class ReminderRecord(SQLModel, table=True):
    """A reminder about a handover. The unique row makes it go out once, however many processes run the job.

    `kind`: a value of reminder_rules.Reminder; `since`: the start of the period that it belongs to, so that it can
    be sent again when the deadlines restart.
    """

    __tablename__ = "chase"
    __table_args__ = (UniqueConstraint("handover_id", "kind", "since"),)

    id: int = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=40)
    since: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
    passed_over: bool = False  # a later reminder was due as well, so this one was not sent
