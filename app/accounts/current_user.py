"""The actor of a request: a signed-in worker in one shop, with their roles there."""

from dataclasses import dataclass, field

from app.accounts.models import FRONT_OFFICE_ROLES, Role, tone
from app.core.text_rules import initials


@dataclass(frozen=True)
class Actor:
    """Passed to queries as the reader, to rules as the actor and to actions as `by`."""

    worker_id: int
    name: str
    organisation_id: int
    organisation_name: str
    shop_id: int
    roles: frozenset[Role]
    language: str = "nl"
    address: str = field(default="", compare=False)
    session: str = field(default="", compare=False, repr=False)
    via: str = field(default="session", compare=False)  # how they came in: a value of handovers Via

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def tone(self) -> str:
        return tone(self.organisation_id)

    @property
    def in_front_office(self) -> bool:
        """True for front office and coordinators, who see everything about the shop's persons (DOMAIN invariant 3)."""
        return not self.roles.isdisjoint(FRONT_OFFICE_ROLES)

    @property
    def at_the_door(self) -> bool:
        """True for front desk and front office, who see names and contact data of the shop's persons."""
        return self.in_front_office or Role.HOST in self.roles

    @property
    def is_coordinator(self) -> bool:
        return Role.COORDINATOR in self.roles
