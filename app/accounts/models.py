"""Organisations, their workers, the workers' roles per shop, one-time links and sessions."""

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
# What each role does, shown to the administrator who assigns roles.
ROLE_TASKS = {
    Role.HOST: N_("Registers visitors"),
    Role.FRONT_OFFICE: N_("Talks with visitors, stays in touch and hands over"),
    Role.PARTNER: N_("Takes over visitors and stays in touch"),
    Role.COORDINATOR: N_("Sees everybody and the exact figures"),
    Role.MANAGER: N_("Sees figures only, no names"),
    Role.ADMINISTRATOR: N_("Manages workers, organisations and half-days"),
    Role.PRIVACY_OFFICER: N_("Sees who viewed whose details"),
}
FRONT_OFFICE_ROLES = frozenset({Role.FRONT_OFFICE, Role.COORDINATOR})  # DOMAIN invariant 3


def tone(organisation_id: int) -> str:
    """CSS class of a worker's avatar: one of four colours, the same for everybody of one organisation."""
    return ("", "p", "s", "k")[organisation_id % 4]


class Organisation(SQLModel, table=True):
    """An organisation with workers or partners. Its part in a shop is in shop.partners: Partner."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    name: str = Field(max_length=200, unique=True)


class Worker(SQLModel, table=True):
    """Somebody who works in or with a shop. Has no password until the invitation is accepted."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    name: str = Field(max_length=200)
    login: str = Field(max_length=200, unique=True)  # sign-in name, case-folded
    password_hash: str | None = Field(default=None, max_length=300)
    pin_hash: str | None = Field(default=None, max_length=300)  # confirms on a colleague's screen; does not sign in
    email: str = Field(default="", max_length=200)  # for notifications
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    language: str = Field(default="nl", max_length=5)
    phone: str = Field(default="", max_length=40)  # at work; visitors may call it
    languages: str = Field(default="", max_length=200)  # spoken with visitors: "Nederlands, Arabisch"
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
        """Whether this worker can sign in. Only active workers may become responsible for a person."""
        return self.disabled_at is None and self.password_hash is not None


class Membership(SQLModel, table=True):
    """A role of a worker in a shop. A worker may have several roles."""

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
    """A link that works once and expires: for first set-up, an invitation or a new password (TRUST 4)."""

    __tablename__ = "one_time_link"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    purpose: LinkPurpose = Field(sa_type=enum_column(LinkPurpose))
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LoginSession(SQLModel, table=True):
    """A session, identified by the hash of its cookie value. It is ended on the server (TRUST 5, 6)."""

    __tablename__ = "sign_in"
    __table_args__ = {"info": {"audited": False}}

    token_hash: str = Field(primary_key=True, max_length=64)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    shop_id: int = Field(foreign_key="shop.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
