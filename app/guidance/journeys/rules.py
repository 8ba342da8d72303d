"""Who may follow, plan, move and end a journey, and when (DOMAIN §4 to §6). Pure: no session, no clock."""

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
    """Whatever belongs to one shop: a person, a talk, a journey."""

    shop_id: int


# Who may answer for a person: at the front desk's side, or at a partner's.
FRONT_ROLES = FRONT_OFFICE_ROLES
FOLLOWER_ROLES = roles_with(Permission.FOLLOW)

NOT_ACTIVE = N_("This colleague cannot sign in now. Choose somebody who works here.")
NOT_FRONT = N_("Choose somebody of this shop's front office.")
NOT_THEIRS = N_("A partner answers for this person now. Choose a colleague of that partner.")
NOT_HERE = N_("This colleague does not work with this shop. Choose somebody who does.")
AWAY = N_("This colleague is away for a while. Choose somebody who is here.")
AWAY_ALREADY = N_("This colleague is away already, or is going to be. Call that off first.")
NOT_YOUR_LEAVE = N_("Only they themselves or a coordinator can say this.")
LEAVE_ENDS_FIRST = N_("Choose a day on or after the first one.")
LEAVE_PAST = N_("This leave is over already. Choose a later day.")
NO_REASON = N_("Say in a few words why.")
NO_STEP = N_("Say what happens next, and on which day.")
STEP_IN_PAST = N_("Choose today or a later day.")
STEP_TOO_FAR = N_("Choose a day within a year.")
NEEDS_NEXT = N_("Nothing comes after this step yet. Say what happens next, or end the journey.")
TOO_MANY_STEPS = N_("A plan has at most 20 steps ahead. Put one behind you first.")
NO_PARTNER = N_("Say which partner takes this step.")
SAME_DAY = N_("It is on that day and time already.")
MOVE_REASON_REQUIRED = N_("This step was moved twice already. Say in a few words why it moves again.")
NOT_AN_END = N_("Choose from the shop's list how the journey ends.")
NEEDS_OUTCOME = N_("Record this result first, with the day it starts. Then the journey can end with it.")
ANOTHER_OPEN = N_("This person is being followed in another journey already.")
SAME_WORKER = N_("This colleague answers for this person already.")


def _in_front_office(thing: BelongsToShop, actor: Actor) -> bool:
    return actor.in_front_office and actor.shop_id == thing.shop_id


def _is_open(journey: Journey, actor: Actor) -> bool:
    return journey.is_open


def _has_ended(journey: Journey, actor: Actor) -> bool:
    return not journey.is_open


def _is_follower(journey: Journey, actor: Actor) -> bool:
    """The front office of the shop, or the organisation that answers for the person now."""
    return _in_front_office(journey, actor) or _works_for_responsible_partner(journey, actor)


def _works_for_responsible_partner(journey: Journey, actor: Actor) -> bool:
    return (
        Role.PARTNER in actor.roles
        and actor.shop_id == journey.shop_id
        and journey.responsible is not None
        and actor.organisation_id == journey.responsible.organisation_id
    )


by_front_office = Condition(_in_front_office, N_("Only the front office of this shop can do this."))
by_follower = Condition(_is_follower, N_("Only who follows this person now can do this."))
while_open = Condition(_is_open, N_("This journey has ended. Reopen it first."))
once_ended = Condition(_has_ended, N_("This journey is open."))

plan_step = Rule((while_open, by_follower))
reassign_journey = Rule((while_open, by_follower))
end_journey = Rule((while_open, by_follower))
reopen_journey = Rule((once_ended, by_front_office))


def step_obstacle(what: str | None, on: date | None, today: date) -> str | None:
    """Why this cannot be the next step: it has words and a day that is not behind us."""
    if not what or not what.strip() or on is None:
        return NO_STEP
    if on < today:
        return STEP_IN_PAST
    return STEP_TOO_FAR if (on - today).days > 366 else None


MAX_LATER_STEPS = 20
MOVES_WITHOUT_REASON = 2  # the third time asks why


def needs_reason(moved: int) -> bool:
    """Whether moving a step asks a word why, when it was moved so often before."""
    return moved >= MOVES_WITHOUT_REASON


def move_obstacle(step: Step, on: date, clock: time | None, reason: str, today: date) -> str | None:
    """Why the step cannot move to that day and time."""
    if (on, clock) == (step.on, step.clock):
        return SAME_DAY
    if obstacle := step_obstacle(step.what, on, today):
        return obstacle
    return MOVE_REASON_REQUIRED if needs_reason(step.moved) and not reason.strip() else None


def taker_obstacle(step: Step) -> str | None:
    """Why nobody would take the step: a partner's names the partner, and no other does."""
    return NO_PARTNER if (step.by == StepTaker.PARTNER) != (step.organisation is not None) else None


def responsible_obstacle(worker: Worker, roles: frozenset[Role], leave: Leave | None = None) -> str | None:
    """Why `worker`, with these roles in the journey's shop and on this leave now, cannot answer for anybody there."""
    if not worker.is_active:
        return NOT_ACTIVE
    if not roles & FOLLOWER_ROLES:
        return NOT_HERE
    return AWAY if leave else None


def front_office_obstacle(worker: Worker, roles: frozenset[Role], leave: Leave | None = None) -> str | None:
    """The same, where it must be somebody of the front office: opening and reopening."""
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

    `partner_id` is the organisation of the partner who answers for the person now; None on the front-office side.
    Only a transfer crosses from one side to the other (DOMAIN: invariant 2).
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
    """Why `by` cannot say that this worker goes away or is back: each for themselves, a coordinator for everybody."""
    return None if by.worker_id == worker_id or by.is_coordinator else NOT_YOUR_LEAVE


def end_obstacle(journey: Journey, kind: ListItem, *, reached: bool) -> str | None:
    """Why the journey cannot end with this kind of outcome; `reached`: that outcome is recorded on it."""
    if kind.list != ListName.OUTCOME or kind.shop_id != journey.shop_id:
        return NOT_AN_END
    return NEEDS_OUTCOME if kind.grouping == OutcomeClass.OUTFLOW and not reached else None


def leave_obstacle(first: date, last: date | None, today: date) -> str | None:
    """Why a leave cannot have this last day."""
    if last is not None and last < first:
        return LEAVE_ENDS_FIRST
    return LEAVE_PAST if last is not None and last < today else None


def is_late(journey: Journey, today: date) -> bool:
    return journey.is_open and journey.next_on is not None and journey.next_on < today


def days_late(journey: Journey, today: date) -> int:
    return (today - journey.next_on).days if journey.next_on and is_late(journey, today) else 0
