"""What the parts of a talk are called on screen."""

from app.core.text_rules import N_
from app.guidance.intakes.models import Asks, Level, Section

PARTS: dict[Section, str] = {  # the parts of the story, in the order in which one talks
    Section.WISHES: N_("Wishes"),
    Section.SITUATION: N_("How things are now"),
    Section.OBSTACLE: N_("What stands in the way"),
    Section.TALENTS: N_("What helps"),
    Section.STEPS: N_("What we agreed"),
}
LEVELS: dict[str, str] = {
    Level.LITTLE: N_("a little"),
    Level.EVERYDAY: N_("enough for every day"),
    Level.WELL: N_("well"),
    Level.MOTHER_TONGUE: N_("mother tongue"),
}
ASKS: dict[Asks, str] = {
    Asks.WORDS: N_("Their own words"),
    Asks.CHOICES: N_("Choices, with words beside them"),
    Asks.LEVELS: N_("Choices, each with how well"),
}
