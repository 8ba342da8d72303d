"""Labels for the sections, levels and question types of an intake."""

from app.core.text_rules import N_
from app.guidance.intakes.models import LanguageLevel, QuestionType, Section

SECTION_TITLES: dict[Section, str] = {  # the parts of the story, in the order of the talk
    Section.WISHES: N_("Wishes"),
    Section.SITUATION: N_("How things are now"),
    Section.OBSTACLE: N_("What stands in the way"),
    Section.TALENTS: N_("What helps"),
    Section.STEPS: N_("What we agreed"),
}
LEVEL_NAMES: dict[str, str] = {
    LanguageLevel.LITTLE: N_("a little"),
    LanguageLevel.EVERYDAY: N_("enough for daily life"),
    LanguageLevel.WELL: N_("well"),
    LanguageLevel.MOTHER_TONGUE: N_("mother tongue"),
}
QUESTION_TYPE_NAMES: dict[QuestionType, str] = {
    QuestionType.WORDS: N_("Their own words"),
    QuestionType.CHOICES: N_("Choices, with room for their own words"),
    QuestionType.LEVELS: N_("Choices, each with a level"),
}
