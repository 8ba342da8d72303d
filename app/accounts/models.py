"""Organisations, the workers who belong to them, what those may do in a shop, and their sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key
from app.core.text_rules import N_, initials


class Role(StrEnum):
    HOST = "host"
    FRONT_OFFICE = "front_office"
    PARTNER = "partner"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"


ROLE_NAMES = {
    Role.HOST: N_("Host"),
    Role.FRONT_OFFICE: N_("Front-office worker"),
    Role.PARTNER: N_("Partner worker"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.MANAGER: N_("Manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.PRIVACY_OFFICER: N_("Privacy officer"),
}
# What each does, for whoever gives the roles and has read nothing else.
ROLE_TASKS = {
    Role.HOST: N_("Registers who comes in"),
    Role.FRONT_OFFICE: N_("Holds talks, follows people and hands them over"),
    Role.PARTNER: N_("Takes people over and follows them"),
    Role.COORDINATOR: N_("Sees everybody, and the exact figures"),
    Role.MANAGER: N_("Sees figures only, no names"),
    Role.ADMINISTRATOR: N_("Keeps workers, organisations and half-days"),
    Role.PRIVACY_OFFICER: N_("Sees who looked at whom"),
}
FRONT_OFFICE_ROLES = frozenset({Role.FRONT_OFFICE, Role.COORDINATOR})  # who see the whole story (invariant 3)


def tone(organisation_id: int) -> str:
    """One of the four colours of a face: the same for all of one organisation, everywhere."""
    return ("", "p", "s", "k")[organisation_id % 4]


class Organisation(SQLModel, table=True):
    """A member of front or back office, or an organisation outside. What it does in a shop: partners.Partner."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    name: str = Field(max_length=200, unique=True)


class Worker(SQLModel, table=True):
    """Somebody who works in or with a shop. Until the invitation is accepted there is no password."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    name: str = Field(max_length=200)
    login: str = Field(max_length=200, unique=True)  # folded; what they type to sign in
    password_hash: str | None = Field(default=None, max_length=300)
    pin_hash: str | None = Field(default=None, max_length=300)  # to say yes on a colleague's screen, and nothing else
    email: str = Field(default="", max_length=200)  # where notices go
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    language: str = Field(default="nl", max_length=5)
    phone: str = Field(default="", max_length=40)  # at work; visitors may call it
    languages: str = Field(default="", max_length=200)  # which they speak with visitors: "Nederlands, Arabisch"
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    organisation: Organisation = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def tone(self) -> str:
        return tone(self.organisation_id)

    @property
    def is_active(self) -> bool:
        """Whether this worker can sign in: only then may they become responsible for anybody."""
        return self.disabled_at is None and self.password_hash is not None


class Membership(SQLModel, table=True):
    """A role of a worker in a shop. One worker may have several."""

    __table_args__ = (UniqueConstraint("worker_id", "shop_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    role: Role = Field(sa_type=enum_column(Role))


class LinkPurpose(StrEnum):
    SETUP = "setup"
    INVITE = "invite"
    RESET = "reset"


class OneTimeLink(SQLModel, table=True):
    """A link that works once and not for ever: first set-up, an invitation, a new password (TRUST 4)."""

    __tablename__ = "one_time_link"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    purpose: LinkPurpose = Field(sa_type=enum_column(LinkPurpose))
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LoginSession(SQLModel, table=True):
    """A session, known by the digest of what the cookie holds. Ends at the server (TRUST 5, 6)."""

    __tablename__ = "sign_in"
    __table_args__ = {"info": {"audited": False}}

    token_hash: str = Field(primary_key=True, max_length=64)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    shop_id: int = Field(foreign_key="shop.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
