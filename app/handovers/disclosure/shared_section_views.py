"""The sections that a partner reads about a person, the same for the preview and for the partner's own page."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session

from app.guidance.intakes import queries as intake_queries
from app.guidance.intakes.answer_rules import Answer, answers_by_section
from app.guidance.intakes.models import Section
from app.guidance.journeys import queries as journeys
from app.guidance.notes import queries as notes
from app.handovers.consents.rules import SECTIONS
from app.handovers.consents.wording import OBSTACLE_PREFIX
from app.handovers.disclosure.partner_access_queries import CONTACT
from app.handovers.disclosure.queries import NOTES, STEPS, shared_section_name
from app.people.people.models import Person
from app.people.people.person_aliases import RowRef, ids_in_table
from app.shop.lists.models import ListItem


@dataclass
class SharedSection:
    """One section and its content. Its title is either a message to translate or an item of the shop's lists."""

    section: str
    title: str
    item: ListItem | None = None
    lines: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether it has content besides its title."""
        if self.item is None:
            return bool(self.lines or self.answers)
        return any(choice.text for answer in self.answers for choice in answer.choices)


def shareable_sections(db: Session, person: Person, without: Collection[RowRef] = ()) -> list[SharedSection]:
    """What can be shared of this person: the fixed sections, and each obstacle that was recorded."""
    items = {item.key: item for item in intake_queries.question_bank(db, person.shop_id).items}
    sections = [SharedSection(name, title) for name, title in SECTIONS.items()]
    for passage in intake_queries.story(db, person.id, ids_in_table(without, "intake")):
        if passage.section == Section.OBSTACLE and (item := items.get(passage.subject)):
            sections.append(SharedSection(OBSTACLE_PREFIX + item.key, "", item))
    return sections


def shared_sections(
    db: Session, person: Person, sections: Collection[str], without: Collection[RowRef] = ()
) -> list[SharedSection]:
    """The given sections with their current content, except contact data, which the page shows in its heading.

    `without`: rows that came from another card of the person and are not part of the handover (person_aliases).
    """
    vocabulary = intake_queries.question_bank(db, person.shop_id)
    story = intake_queries.story(db, person.id, ids_in_table(without, "intake"))
    found = []
    for part in shareable_sections(db, person, without):
        if part.section not in sections or part.section == CONTACT:
            continue
        by_section = answers_by_section([p for p in story if shared_section_name(p) == part.section], vocabulary)
        part.answers = [answer for each in by_section.values() for answer in each]
        if part.section == STEPS and (journey := journeys.open_journey(db, person.id)) and journey.next_what:
            part.lines += [journey.next_what] if ("journey", journey.id) not in without else []
        if part.section == NOTES:
            part.lines += [n.text for n in notes.shared_notes(db, person.id) if ("note", n.id) not in without]
        found.append(part)
    return found
