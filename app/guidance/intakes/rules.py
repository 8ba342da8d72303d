"""Who may hold a talk, when a later one begins, and when it can be finished (DOMAIN §6). Pure."""

from dataclasses import dataclass

from app.accounts.current_user import Actor
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule
from app.core.text_rules import N_
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey
from app.guidance.journeys.rules import by_front_office

JOURNEY_HAS_ENDED = N_("The journey has ended in the meantime. Agree who stays in touch and what happens next.")


def _unfinished(intake: Intake, actor: Actor) -> bool:
    return intake.finished_at is None


while_unfinished = Condition(_unfinished, NO_LONGER_POSSIBLE)

hold_intake = Rule((by_front_office,))  # start a talk with a person, or keep a passage of it
finish_intake = Rule((while_unfinished, by_front_office))


@dataclass(frozen=True)
class FollowUpContext:
    """How somebody stands with the shop: the open journey, and the last talk."""

    journey: Journey | None
    talk: Intake | None

    @property
    def shop_id(self) -> int | None:
        """Whose front office may go on with it."""
        return self.talk.shop_id if self.talk else None


def _has_open_journey(standing: FollowUpContext, actor: Actor) -> bool:
    return standing.journey is not None


def _has_finished_intake(standing: FollowUpContext, actor: Actor) -> bool:
    return standing.talk is not None and standing.talk.finished_at is not None


start_follow_up = Rule(
    (
        Condition(_has_open_journey, N_("A follow-up talk belongs to an open journey. Open the journey again first.")),
        Condition(_has_finished_intake, N_("There is no finished talk to follow up yet.")),
        by_front_office,
    )
)
