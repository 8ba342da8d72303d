"""Who may hold a talk, when a later one begins, and when it can be finished (DOMAIN §6). Pure."""

from dataclasses import dataclass

from app.accounts.current_user import Actor
from app.core.state_machine import NO_LONGER, Condition, Rule
from app.core.text_rules import N_
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey
from app.guidance.journeys.rules import by_front_office

NOTHING_PLANNED = N_("The journey has ended in the meantime. Agree who stays in touch and what happens next.")


def _unfinished(intake: Intake, actor: Actor) -> bool:
    return intake.finished_at is None


while_unfinished = Condition(_unfinished, NO_LONGER)

talking = Rule((by_front_office,))  # start a talk with a person, or keep a passage of it
finishing = Rule((while_unfinished, by_front_office))


@dataclass(frozen=True)
class Standing:
    """How somebody stands with the shop: the open journey, and the last talk."""

    journey: Journey | None
    talk: Intake | None

    @property
    def shop_id(self) -> int | None:
        """Whose front office may go on with it."""
        return self.talk.shop_id if self.talk else None


def _followed(standing: Standing, actor: Actor) -> bool:
    return standing.journey is not None


def _after_a_talk(standing: Standing, actor: Actor) -> bool:
    return standing.talk is not None and standing.talk.finished_at is not None


following_up = Rule(
    (
        Condition(_followed, N_("A follow-up talk belongs to an open journey. Open the journey again first.")),
        Condition(_after_a_talk, N_("There is no finished talk to follow up yet.")),
        by_front_office,
    )
)
