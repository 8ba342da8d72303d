"""Who may hold a talk, and when it can be finished (DOMAIN §6). Pure."""

from app.accounts.actors import Actor
from app.core.lifecycle import NO_LONGER, Condition, Rule
from app.journeys.rules import by_front_office
from app.talks.models import Intake


def _unfinished(intake: Intake, actor: Actor) -> bool:
    return intake.finished_at is None


while_unfinished = Condition(_unfinished, NO_LONGER)

talking = Rule((by_front_office,))  # start a talk with a person, or keep a passage of it
finishing = Rule((while_unfinished, by_front_office))
