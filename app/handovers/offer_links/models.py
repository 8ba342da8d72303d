"""Tables of links to offers, for partners without an account, and of their use."""

from datetime import datetime

from sqlmodel import Field, Relationship, SQLModel

from app.core.database import UtcDateTime
from app.core.ids import new_key
from app.handovers.lifecycle.models import Handover


class OfferLink(SQLModel, table=True):
    """A link that opens one handover until it expires or is withdrawn.

    Created when the mail is sent (offer_links.link_address); of the token only a digest is stored.
    """

    __tablename__ = "offer_link"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    handover_id: int = Field(foreign_key="handover.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    address: str = Field(max_length=200)  # registered email address at that time
    made_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    handover: Handover = Relationship()


class OfferLinkUse(SQLModel, table=True):
    """One use of a link: opened, or a move made through it."""

    __tablename__ = "offer_link_use"

    id: int = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="offer_link.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    what: str = Field(max_length=40)
    address: str = Field(default="", max_length=100)  # network address
