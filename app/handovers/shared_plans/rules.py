"""Rules for links to a plan: how long they are valid, who may create or withdraw them; and for answers. Pure."""

from datetime import date, timedelta

from app.accounts.current_user import Actor
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule
from app.guidance.journeys.rules import by_follower, while_open
from app.handovers.shared_plans.models import PlanAnswer, PlanLink

WEEKS, DEFAULT_WEEKS = (1, 4, 8), 4
MOST_ANSWERS_A_DAY = 6  # through one link; further answers are ignored


def last_day(today: date, weeks: int) -> date:
    return today + timedelta(weeks=weeks)


def is_valid(link: PlanLink, today: date, partner_id: int | None) -> bool:
    """Whether the link opens the plan. `partner_id`: the partner that is responsible for the person now, if any.

    A partner's link stops when its responsibility ends (DOMAIN invariant 3).
    """
    is_open = link.withdrawn_at is None and today <= link.until and link.journey.is_open
    return is_open and link.partner_id in (None, partner_id)


def is_new_answer(spoken: bool, today: list[PlanAnswer]) -> bool:
    """Whether the answer is new, given `today`: the answers through the link today, oldest first."""
    return len(today) < MOST_ANSWERS_A_DAY and (not today or today[-1].spoken != spoken)


may_create_link = Rule((while_open, by_follower))  # of a journey


def _is_not_withdrawn(link: PlanLink, actor: Actor) -> bool:
    return link.withdrawn_at is None


def _is_follower(link: PlanLink, actor: Actor) -> bool:
    return by_follower.holds(link.journey, actor)


may_withdraw_link = Rule(
    (
        Condition(_is_not_withdrawn, NO_LONGER_POSSIBLE),
        Condition(_is_follower, by_follower.reason),
    )
)
