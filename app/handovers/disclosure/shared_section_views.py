"""What a partner gets to read of a person, part by part. The preview and the partner's own page use this one answer."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session

from app.guidance.intakes import queries as talks
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
    """One section with its title, untranslated or an entry of the shop's lists, and what it says."""

    section: str
    title: str
    item: ListItem | None = None
    lines: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether there is more to read than its title."""
        if self.item is None:
            return bool(self.lines or self.answers)
        return any(choice.text for answer in self.answers for choice in answer.choices)


def shareable_sections(db: Session, person: Person, without: Collection[RowRef] = ()) -> list[SharedSection]:
    """What can be shared of this person: the fixed sections, and every obstacle that was named."""
    items = {item.key: item for item in talks.question_bank(db, person.shop_id).items}
    parts = [SharedSection(name, title) for name, title in SECTIONS.items()]
    for passage in talks.story(db, person.id, ids_in_table(without, "intake")):
        if passage.section == Section.OBSTACLE and (item := items.get(passage.subject)):
            parts.append(SharedSection(OBSTACLE_PREFIX + item.key, "", item))
    return parts


def shared_sections(
    db: Session, person: Person, sections: Collection[str], without: Collection[RowRef] = ()
) -> list[SharedSection]:
    """The shared sections with what they say now, contact data aside: the page shows those as a heading.

    `without`: what stands apart from a handover, since it came from another card of the person (people.links).
    """
    vocabulary = talks.question_bank(db, person.shop_id)
    story = talks.story(db, person.id, ids_in_table(without, "intake"))
    found = []
    for part in shareable_sections(db, person, without):
        if part.section not in sections or part.section == CONTACT:
            continue
        told = answers_by_section([p for p in story if shared_section_name(p) == part.section], vocabulary)
        part.answers = [answer for each in told.values() for answer in each]
        if part.section == STEPS and (journey := journeys.open_journey(db, person.id)) and journey.next_what:
            part.lines += [journey.next_what] if ("journey", journey.id) not in without else []
        if part.section == NOTES:
            part.lines += [n.text for n in notes.shared_notes(db, person.id) if ("note", n.id) not in without]
        found.append(part)
    return found
