"""Rules for recording, stopping and correcting a result (DOMAIN §6, §7). Pure."""

from datetime import date

from app.accounts.current_user import Actor
from app.core.state_machine import Condition, Rule
from app.core.text_rules import N_
from app.outcomes.models import Outcome
from app.shop.lists.models import ListItem, ListName, OutcomeClass

RESULT_CLASSES = frozenset({OutcomeClass.OUTFLOW, OutcomeClass.STEP})  # the other classes only tell how a journey ended

NOT_A_RESULT = N_("Choose a result from the shop's list.")
RETIRED = N_("This result is no longer on the shop's list. Choose another.")
DAY_OUT_OF_RANGE = N_("Choose a day between ten years ago and a year from now.")
TOO_MANY_HOURS = N_("Enter 1 to 80 hours a week.")
NOT_RESPONSIBLE = N_("Only the people who guide this visitor now can record a result.")
STOPS_BEFORE_START = N_("It cannot stop before it starts.")
ENDED_BY_IT = N_("The journey ended with this result. Reopen the journey first.")
OFFER_OPEN = N_("There is still an open offer with %(partner)s. Wait for the answer, or withdraw it first.")


def _is_recorder(outcome: Outcome, actor: Actor) -> bool:
    """Whether the actor is in the shop's front office or in the organisation that recorded the result."""
    if actor.shop_id != outcome.shop_id:
        return False
    return actor.in_front_office or actor.organisation_id == outcome.organisation_id


def _is_valid(outcome: Outcome, actor: Actor) -> bool:
    return outcome.mistaken_at is None


def _is_ongoing(outcome: Outcome, actor: Actor) -> bool:
    return outcome.stopped_on is None


by_recorder = Condition(
    _is_recorder, N_("Only the front office or the organisation that recorded this result can change it.")
)
while_valid = Condition(_is_valid, N_("This result is already marked as a mistake."))
while_ongoing = Condition(_is_ongoing, N_("It is already recorded that this has stopped."))

stopping = Rule((by_recorder, while_valid, while_ongoing))
mistaking = Rule((by_recorder, while_valid))


def kind_obstacle(kind: ListItem, shop_id: int) -> str | None:
    """Why this kind cannot be recorded as a result in the shop; None if it can."""
    if kind.list != ListName.OUTCOME or kind.shop_id != shop_id or kind.grouping not in RESULT_CLASSES:
        return NOT_A_RESULT
    return RETIRED if kind.retired_at is not None else None


def start_obstacle(starts_on: date, today: date) -> str | None:
    """A start date may be in the future (a contract from next month), but at most a year ahead or ten years ago."""
    return None if -3660 <= (starts_on - today).days <= 366 else DAY_OUT_OF_RANGE


def hours_obstacle(hours: int | None) -> str | None:
    """Why this cannot be the number of hours per week; None if it can."""
    return None if hours is None or 1 <= hours <= 80 else TOO_MANY_HOURS


def stop_obstacle(outcome: Outcome, on: date, today: date) -> str | None:
    """Why the result cannot have stopped on this day; None if it can."""
    if on < outcome.starts_on:
        return STOPS_BEFORE_START
    return None if (on - today).days <= 366 else DAY_OUT_OF_RANGE


def counts_as_outflow(outcome: Outcome) -> bool:
    """Whether the result is valid and of a kind that counts as outflow."""
    return outcome.mistaken_at is None and outcome.kind.grouping == OutcomeClass.OUTFLOW
