"""Tables for partners of a shop, their closures and the services they offer."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation
from app.core.database import JsonList, UtcDateTime, enum_column
from app.core.ids import new_key


class Office(StrEnum):
    FRONT = "front"
    BACK = "back"
    OUTSIDE = "outside"


class DeadlineUnit(StrEnum):
    """What the deadlines of a partner are counted in."""

    WORKDAYS = "workdays"
    HALF_DAYS = "half_days"  # half-days when the shop is open, on working days of the partner


class Partner(SQLModel, table=True):
    """An organisation in a shop: its office, what it offers, its room and its deadlines.

    `*_after` and `*_within`: deadlines in DeadlineUnit; None: the default of DOMAIN §4 (partners.deadlines).
    """

    __table_args__ = (UniqueConstraint("shop_id", "organisation_id"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    office: Office = Field(sa_type=enum_column(Office))
    offers: str = Field(default="", max_length=200)  # "geldzorgen, regelzaken"
    languages: str = Field(default="", max_length=200)
    room: int | None = Field(default=None)  # free places now; None: not given
    full_until: date | None = Field(default=None)
    email: str = Field(default="", max_length=200)  # registered: offers and renewed links are sent here
    contact_name: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=40)
    counts: DeadlineUnit = Field(default=DeadlineUnit.WORKDAYS, sa_type=enum_column(DeadlineUnit))
    days: list[str] = Field(default_factory=list, sa_type=JsonList)  # "0" Monday … "6"; empty: Monday to Friday
    remind_after: int | None = Field(default=None)
    contact_after: int | None = Field(default=None)
    choose_after: int | None = Field(default=None)
    introduce_within: int | None = Field(default=None)
    feedback_within: int | None = Field(default=None)
    fresh_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the partner last confirmed its profile
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    organisation: Organisation = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})


class PartnerClosure(SQLModel, table=True):
    """Days on which a partner is closed. They do not count for its deadlines."""

    __tablename__ = "partner_closure"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    first: date
    last: date
    word: str = Field(default="", max_length=200)


class Service(SQLModel, table=True):
    """A service that a partner offers in the shop.

    `topics`: keys of the shop's list items (obstacles and topics); `languages`: codes (ISO 639); `source_id`: its id in
    the directory it was imported from (HSDS), so that a new import updates it.
    """

    __table_args__ = (UniqueConstraint("partner_id", "source_id"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    name: str = Field(max_length=200)
    description: str = Field(default="", max_length=2_000)
    for_whom: str = Field(default="", max_length=300)
    topics: list[str] = Field(default_factory=list, sa_type=JsonList)
    languages: list[str] = Field(default_factory=list, sa_type=JsonList)
    area: str = Field(default="", max_length=200)
    cost: str = Field(default="", max_length=200)  # empty: nothing
    waiting_days: int | None = Field(default=None)  # days until the first talk; None: not given
    opening: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=300)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=300)
    source_id: str | None = Field(default=None, max_length=200)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    partner: Partner = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
