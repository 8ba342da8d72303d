"""Rules for holding, following up and finishing an intake (DOMAIN §6). Pure."""

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

hold_intake = Rule((by_front_office,))  # starting an intake with a person, or saving a passage
finish_intake = Rule((while_unfinished, by_front_office))


@dataclass(frozen=True)
class FollowUpContext:
    """The open journey and the last intake of a person."""

    journey: Journey | None
    intake: Intake | None

    @property
    def shop_id(self) -> int | None:
        """The shop whose front office may follow up."""
        return self.intake.shop_id if self.intake else None


def _has_open_journey(standing: FollowUpContext, actor: Actor) -> bool:
    return standing.journey is not None


def _has_finished_intake(standing: FollowUpContext, actor: Actor) -> bool:
    return standing.intake is not None and standing.intake.finished_at is not None


start_follow_up = Rule(
    (
        Condition(_has_open_journey, N_("A follow-up talk needs an open journey. Reopen the journey first.")),
        Condition(_has_finished_intake, N_("There is no finished talk to follow up yet.")),
        by_front_office,
    )
)
