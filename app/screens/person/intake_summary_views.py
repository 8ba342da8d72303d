"""The story on one person's page: what they told, part by part, and what the last talk changed in it."""

from typing import Any

from app.accounts.current_user import Actor
from app.guidance.intakes import rules
from app.guidance.intakes.answer_rules import Vocabulary, answers, part_of
from app.guidance.intakes.diff_rules import Change
from app.guidance.intakes.labels import LEVELS, PARTS
from app.guidance.intakes.models import Section
from app.screens.person.views import Picture


def story(shown: Picture, actor: Actor, vocabulary: Vocabulary) -> dict[str, Any]:
    """What templates/desk/person_story.html shows: only what may be seen; changes and the next talk for the shop."""
    view = shown.view
    told = answers(view.story, vocabulary)
    changed: dict[Section, list[Change]] = {part: [] for part in PARTS}
    last = shown.talks[0] if shown.talks else None
    for change in view.told.changes:
        changed[part_of(change.passage.section)].append(change)
    standing = rules.Standing(shown.journey if shown.journey and shown.journey.is_open else None, last)
    return {
        "told": told,
        "changed": changed,
        "parts": PARTS,
        "levels": LEVELS,
        "vocabulary": vocabulary,
        "authors": view.told.authors,
        "last_talk": last,
        "Section": Section,
        "follows_up": last is not None and not rules.following_up.obstacle(standing, actor),
    }
