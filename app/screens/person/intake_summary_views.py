"""The story on a person's page: their answers by section, and what the last intake changed."""

from typing import Any

from app.accounts.current_user import Actor
from app.guidance.intakes import rules
from app.guidance.intakes.answer_rules import QuestionBank, answers_by_section, story_section
from app.guidance.intakes.diff_rules import Change
from app.guidance.intakes.labels import LEVEL_NAMES, SECTION_TITLES
from app.guidance.intakes.models import Section
from app.screens.person.views import PersonViewModel


def intake_summary(shown: PersonViewModel, actor: Actor, vocabulary: QuestionBank) -> dict[str, Any]:
    """Template context of screens/person/intake_summary.html, limited to what the reader may see."""
    view = shown.view
    told = answers_by_section(view.story, vocabulary)
    changed: dict[Section, list[Change]] = {part: [] for part in SECTION_TITLES}
    last = shown.talks[0] if shown.talks else None
    for change in view.told.changes:
        changed[story_section(change.passage.section)].append(change)
    standing = rules.FollowUpContext(shown.journey if shown.journey and shown.journey.is_open else None, last)
    return {
        "told": told,
        "changed": changed,
        "parts": SECTION_TITLES,
        "levels": LEVEL_NAMES,
        "vocabulary": vocabulary,
        "authors": view.told.authors,
        "last_talk": last,
        "Section": Section,
        "follows_up": last is not None and not rules.start_follow_up.obstacle(standing, actor),
    }
