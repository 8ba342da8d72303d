"""Table of consents: what a person allows to be shared, with which organisation, until when (GDPR art. 6 and 7)."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import JsonList, UtcDateTime, enum_column
from app.core.ids import new_key


class ConsentMethod(StrEnum):
    SPOKEN = "spoken"
    SIGNED = "signed"


class Consent(SQLModel, table=True):
    """Consent of one person for one organisation to see named sections.

    A withdrawn consent is never reinstated: narrowing or renewing withdraws it and adds a row, whose `replaces_id` is
    the earlier one. `sections` holds keys of rules.SECTIONS, and "obstacle:<key>" for each single obstacle.
    """

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    sections: list[str] = Field(default_factory=list, sa_type=JsonList)
    purpose: str = Field(default="", max_length=20)  # a key of rules.PURPOSES; empty in older consents
    about: str = Field(default="", max_length=200)  # the question, as it was read to the person
    wording: str = Field(max_length=20)  # version of the text that was read to the person
    language: str = Field(default="nl", max_length=5)
    how: ConsentMethod = Field(default=ConsentMethod.SPOKEN, sa_type=enum_column(ConsentMethod))
    signature: str = Field(default="", max_length=20_000)  # drawn on the screen: the strokes, as an SVG path
    asked_by_id: int = Field(foreign_key="worker.id")
    given_at: datetime = Field(sa_type=UtcDateTime)
    until: date  # the last day
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    announced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the worker was told
    withdrawn_by_id: int | None = Field(default=None, foreign_key="worker.id")
    replaces_id: int | None = Field(default=None, foreign_key="consent.id")  # the consent that this one replaced

    organisation: Organisation = Relationship()
    asked_by: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Consent.asked_by_id"})
