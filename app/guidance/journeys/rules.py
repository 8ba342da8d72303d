"""Rules for planning, reassigning, ending and reopening a journey (DOMAIN §4 to §6). Pure: no session, no clock."""

from datetime import date, time
from typing import Protocol

from app.accounts.current_user import Actor
from app.accounts.models import FRONT_OFFICE_ROLES, Role, Worker
from app.accounts.permissions import Permission, roles_with
from app.core.state_machine import Condition, Rule
from app.core.text_rules import N_
from app.guidance.journeys.models import Journey, Leave, StepTaker
from app.guidance.journeys.step_models import Step
from app.shop.lists.models import ListItem, ListName, OutcomeClass


class BelongsToShop(Protocol):
    """Anything that belongs to one shop: a person, an intake, a journey."""

    shop_id: int


# Roles that can be responsible for a person: those of the front office, and with partners included.
FRONT_ROLES = FRONT_OFFICE_ROLES
FOLLOWER_ROLES = roles_with(Permission.FOLLOW)

NOT_ACTIVE = N_("This colleague cannot sign in at the moment. Choose somebody who works here.")
NOT_FRONT = N_("Choose somebody from this shop's front office.")
NOT_THEIRS = N_("A partner is responsible for this person now. Choose a colleague at that partner.")
NOT_HERE = N_("This colleague does not follow people for this shop. Choose somebody who does.")
AWAY = N_("This colleague is away for a while. Choose somebody who is here.")
AWAY_ALREADY = N_("This colleague is already away or has leave planned. Cancel that first.")
NOT_YOUR_LEAVE = N_("Only this colleague or a coordinator can do this.")
LEAVE_ENDS_FIRST = N_("Choose a last day on or after the first day.")
LEAVE_PAST = N_("This leave is already over. Choose a later day.")
NO_REASON = N_("Say why in a few words.")
NO_STEP = N_("Say what happens next, and when.")
STEP_IN_PAST = N_("Choose today or a later day.")
STEP_TOO_FAR = N_("Choose a day within a year.")
NEEDS_NEXT = N_("Nothing comes after this step yet. Say what happens next, or end the journey.")
TOO_MANY_STEPS = N_("A plan can have at most 20 steps to come. Finish one first.")
NO_PARTNER = N_("Say which partner takes this step.")
SAME_DAY = N_("The step is already on that day and time.")
MOVE_REASON_REQUIRED = N_("This step was already moved twice. Say in a few words why you are moving it again.")
NOT_AN_END = N_("Choose how the journey ends from the shop's list.")
NEEDS_OUTCOME = N_("Record this result first, with its start date. Then you can end the journey with it.")
ANOTHER_OPEN = N_("This person already has another open journey.")
SAME_WORKER = N_("This colleague is already responsible for this person.")


def _in_front_office(thing: BelongsToShop, actor: Actor) -> bool:
    return actor.in_front_office and actor.shop_id == thing.shop_id


def _is_open(journey: Journey, actor: Actor) -> bool:
    return journey.is_open


def _has_ended(journey: Journey, actor: Actor) -> bool:
    return not journey.is_open


def _is_follower(journey: Journey, actor: Actor) -> bool:
    """True for the front office of the shop and for the organisation that is responsible for the journey."""
    return _in_front_office(journey, actor) or _works_for_responsible_partner(journey, actor)


def _works_for_responsible_partner(journey: Journey, actor: Actor) -> bool:
    return (
        Role.PARTNER in actor.roles
        and actor.shop_id == journey.shop_id
        and journey.responsible is not None
        and actor.organisation_id == journey.responsible.organisation_id
    )


by_front_office = Condition(_in_front_office, N_("Only the front office of this shop can do this."))
by_follower = Condition(_is_follower, N_("Only colleagues who follow this person can do this."))
while_open = Condition(_is_open, N_("This journey has ended. Reopen it first."))
once_ended = Condition(_has_ended, N_("This journey is open."))

plan_step = Rule((while_open, by_follower))
reassign_journey = Rule((while_open, by_follower))
end_journey = Rule((while_open, by_follower))
reopen_journey = Rule((once_ended, by_front_office))


def step_obstacle(what: str | None, on: date | None, today: date) -> str | None:
    """Why this cannot be a step: it needs a description and a day from today to a year ahead."""
    if not what or not what.strip() or on is None:
        return NO_STEP
    if on < today:
        return STEP_IN_PAST
    return STEP_TOO_FAR if (on - today).days > 366 else None


MAX_LATER_STEPS = 20
MOVES_WITHOUT_REASON = 2  # the third move needs a reason


def needs_reason(moved: int) -> bool:
    """Whether a step that was moved this many times can be moved again only with a reason."""
    return moved >= MOVES_WITHOUT_REASON


def move_obstacle(step: Step, on: date, clock: time | None, reason: str, today: date) -> str | None:
    """Why the step cannot be moved to that day and time."""
    if (on, clock) == (step.on, step.clock):
        return SAME_DAY
    if obstacle := step_obstacle(step.what, on, today):
        return obstacle
    return MOVE_REASON_REQUIRED if needs_reason(step.moved) and not reason.strip() else None


def taker_obstacle(step: Step) -> str | None:
    """Why the step has no valid taker: a partner's step must name the partner, and no other step may."""
    return NO_PARTNER if (step.by == StepTaker.PARTNER) != (step.organisation is not None) else None


def responsible_obstacle(worker: Worker, roles: frozenset[Role], leave: Leave | None = None) -> str | None:
    """Why `worker`, with these roles in the shop and this current leave, cannot be responsible for anyone there."""
    if not worker.is_active:
        return NOT_ACTIVE
    if not roles & FOLLOWER_ROLES:
        return NOT_HERE
    return AWAY if leave else None


def front_office_obstacle(worker: Worker, roles: frozenset[Role], leave: Leave | None = None) -> str | None:
    """Like responsible_obstacle, but only a front-office worker will do: for opening and reopening."""
    return responsible_obstacle(worker, roles, leave) or (None if roles & FRONT_ROLES else NOT_FRONT)


def successor_obstacle(
    journey: Journey,
    worker: Worker,
    roles: frozenset[Role],
    leave: Leave | None = None,
    *,
    partner_id: int | None,
    by: Actor,
) -> str | None:
    """Why `by` cannot reassign the journey to `worker`.

    `partner_id`: the responsible partner organisation, or None for the front office. Only a transfer can move a
    journey between the front office and a partner (DOMAIN §5, invariant 2).
    """
    if worker.id == journey.responsible_id:
        return SAME_WORKER
    if partner_id is None:
        return by_front_office.reason if not by.in_front_office else front_office_obstacle(worker, roles, leave)
    if by.organisation_id != partner_id and Role.COORDINATOR not in by.roles:
        return NOT_THEIRS
    if worker.organisation_id != partner_id:
        return NOT_THEIRS
    return responsible_obstacle(worker, roles, leave)


def leave_permission_obstacle(worker_id: int, by: Actor) -> str | None:
    """Why `by` cannot start or end this worker's leave: only the worker and a coordinator can."""
    return None if by.worker_id == worker_id or by.is_coordinator else NOT_YOUR_LEAVE


def end_obstacle(journey: Journey, kind: ListItem, *, reached: bool) -> str | None:
    """Why the journey cannot end with this outcome. `reached`: the outcome was recorded in the journey."""
    if kind.list != ListName.OUTCOME or kind.shop_id != journey.shop_id:
        return NOT_AN_END
    return NEEDS_OUTCOME if kind.grouping == OutcomeClass.OUTFLOW and not reached else None


def leave_obstacle(first: date, last: date | None, today: date) -> str | None:
    """Why a leave cannot have these days."""
    if last is not None and last < first:
        return LEAVE_ENDS_FIRST
    return LEAVE_PAST if last is not None and last < today else None


def is_late(journey: Journey, today: date) -> bool:
    """Whether the next step of an open journey was due before today."""
    return journey.is_open and journey.next_on is not None and journey.next_on < today


def days_late(journey: Journey, today: date) -> int:
    """How many days the next step is late; 0 if it is not."""
    return (today - journey.next_on).days if journey.next_on and is_late(journey, today) else 0
