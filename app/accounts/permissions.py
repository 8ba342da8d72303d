"""Permissions, and the only place that says which role grants them (DOMAIN §6)."""

from enum import StrEnum

from app.accounts.current_user import Actor
from app.accounts.models import Role


class Permission(StrEnum):
    RUN_FRONT_DESK = "door:run"  # visits, the board, names and contact data
    SEE_PERSONS = "people:see"  # a person's page, limited to what the reader may see
    BE_PRESENT = "roster:be-present"  # be on the roster and report as present
    READ_STORIES = "stories:read"  # intakes and everything else about the shop's persons
    HOLD_INTAKES = "talks:hold"
    FOLLOW = "journeys:follow"  # journeys and handovers of one's own or shared with one's organisation
    HAND_OVER = "handovers:offer"
    ANSWER_HANDOVERS = "handovers:answer"
    RECORD_OUTCOMES = "outcomes:record"
    MERGE_PERSONS = "people:link"  # merge duplicate records, or mark them as two persons
    IMPORT = "shop:import"  # import an old register
    COORDINATE = "shop:coordinate"  # reassign, half-days, lists
    READ_REPORTS = "reports:read"  # counts
    READ_ROWS = "reports:rows"  # exact counts and the rows behind them
    ADMINISTER = "shop:administer"  # organisations, accounts, settings
    EDIT_LISTS = "shop:lists"  # half-days and the shop's own lists
    READ_AUDIT_LOG = "record:read"  # the access log


_P = Permission
_DOOR = {_P.RUN_FRONT_DESK, _P.BE_PRESENT, _P.SEE_PERSONS}
_FRONT = _DOOR | {
    _P.READ_STORIES,
    _P.HOLD_INTAKES,
    _P.FOLLOW,
    _P.HAND_OVER,
    _P.ANSWER_HANDOVERS,
    _P.RECORD_OUTCOMES,
}
GRANTS: dict[Role, set[Permission]] = {
    Role.HOST: _DOOR,
    Role.FRONT_OFFICE: _FRONT,
    Role.PARTNER: {
        _P.BE_PRESENT,
        _P.SEE_PERSONS,
        _P.FOLLOW,
        _P.HAND_OVER,
        _P.ANSWER_HANDOVERS,
        _P.RECORD_OUTCOMES,
    },
    Role.COORDINATOR: _FRONT
    | {_P.MERGE_PERSONS, _P.IMPORT, _P.COORDINATE, _P.READ_REPORTS, _P.READ_ROWS, _P.EDIT_LISTS},
    Role.MANAGER: {_P.READ_REPORTS},
    Role.ADMINISTRATOR: {_P.ADMINISTER, _P.EDIT_LISTS},
    Role.PRIVACY_OFFICER: {_P.READ_AUDIT_LOG},
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles that grant a permission."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)


def may(actor: Actor, permission: Permission) -> bool:
    """Whether one of the actor's roles grants the permission."""
    return any(permission in GRANTS[role] for role in actor.roles)
