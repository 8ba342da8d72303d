"""Who may record a result, and what makes one possible (DOMAIN §6, §7). Pure."""

from datetime import date

from app.accounts.current_user import Actor
from app.core.state_machine import Condition, Rule
from app.core.text_rules import N_
from app.outcomes.models import Outcome
from app.shop.lists.models import ListItem, ListName, OutcomeClass

RECORDED = frozenset({OutcomeClass.OUTFLOW, OutcomeClass.STEP})  # the other classes only say how a journey ended

NOT_A_RESULT = N_("Choose a result from the shop's list.")
RETIRED = N_("This result is no longer on the shop's list. Choose another.")
TOO_FAR = N_("Choose a day between ten years ago and a year from now.")
TOO_MANY_HOURS = N_("Choose between 1 and 80 hours a week.")
NOT_MINE = N_("Only who follows this person now can record a result.")
STOPPED_BEFORE = N_("It cannot stop before it starts.")
ENDED_BY_IT = N_("The journey ended with this result. Reopen the journey first.")
OFFER_OPEN = N_("There is still an offer open with %(partner)s. Wait for the answer, or withdraw it first.")


def _mine(outcome: Outcome, actor: Actor) -> bool:
    """The shop's front office, or the organisation that recorded it."""
    if actor.shop_id != outcome.shop_id:
        return False
    return actor.in_front_office or actor.organisation_id == outcome.organisation_id


def _valid(outcome: Outcome, actor: Actor) -> bool:
    return outcome.mistaken_at is None


def _going_on(outcome: Outcome, actor: Actor) -> bool:
    return outcome.stopped_on is None


by_recorder = Condition(_mine, N_("Only the front office or who recorded this result can change it."))
while_valid = Condition(_valid, N_("This result is marked as a mistake already."))
while_going_on = Condition(_going_on, N_("It is on record that this has stopped."))

stopping = Rule((by_recorder, while_valid, while_going_on))
mistaking = Rule((by_recorder, while_valid))


def kind_obstacle(kind: ListItem, shop_id: int) -> str | None:
    """Why this cannot be recorded as a result in the shop."""
    if kind.list != ListName.OUTCOME or kind.shop_id != shop_id or kind.grouping not in RECORDED:
        return NOT_A_RESULT
    return RETIRED if kind.retired_at is not None else None


def start_obstacle(starts_on: date, today: date) -> str | None:
    """A start date may lie ahead (a contract from next month), but not in another age."""
    return None if -3660 <= (starts_on - today).days <= 366 else TOO_FAR


def hours_obstacle(hours: int | None) -> str | None:
    return None if hours is None or 1 <= hours <= 80 else TOO_MANY_HOURS


def stop_obstacle(outcome: Outcome, on: date, today: date) -> str | None:
    if on < outcome.starts_on:
        return STOPPED_BEFORE
    return None if (on - today).days <= 366 else TOO_FAR


def counts_as_outflow(outcome: Outcome) -> bool:
    return outcome.mistaken_at is None and outcome.kind.grouping == OutcomeClass.OUTFLOW
