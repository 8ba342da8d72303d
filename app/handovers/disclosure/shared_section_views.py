"""What a partner gets to read of a person, part by part. The preview and the partner's own page use this one answer."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session

from app.guidance.intakes import queries as talks
from app.guidance.intakes.answer_rules import Answer, answers
from app.guidance.intakes.models import Section
from app.guidance.journeys import queries as journeys
from app.guidance.notes import queries as notes
from app.handovers.consents.rules import SECTIONS
from app.handovers.consents.wording import OBSTACLE
from app.handovers.disclosure.partner_access_queries import CONTACT
from app.handovers.disclosure.queries import NOTES, STEPS, shown_section
from app.people.people.models import Person
from app.people.people.person_aliases import RowName, numbers
from app.shop.lists.models import ListItem


@dataclass
class Part:
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


def sections_of(db: Session, person: Person, without: Collection[RowName] = ()) -> list[Part]:
    """What can be shared of this person: the fixed sections, and every obstacle that was named."""
    items = {item.key: item for item in talks.vocabulary(db, person.shop_id).items}
    parts = [Part(name, title) for name, title in SECTIONS.items()]
    for passage in talks.story(db, person.id, numbers(without, "intake")):
        if passage.section == Section.OBSTACLE and (item := items.get(passage.subject)):
            parts.append(Part(OBSTACLE + item.key, "", item))
    return parts


def parts(db: Session, person: Person, sections: Collection[str], without: Collection[RowName] = ()) -> list[Part]:
    """The shared sections with what they say now, contact data aside: the page shows those as a heading.

    `without`: what stands apart from a handover, since it came from another card of the person (people.links).
    """
    vocabulary = talks.vocabulary(db, person.shop_id)
    story = talks.story(db, person.id, numbers(without, "intake"))
    found = []
    for part in sections_of(db, person, without):
        if part.section not in sections or part.section == CONTACT:
            continue
        told = answers([p for p in story if shown_section(p) == part.section], vocabulary)
        part.answers = [answer for each in told.values() for answer in each]
        if part.section == STEPS and (journey := journeys.open_journey(db, person.id)) and journey.next_what:
            part.lines += [journey.next_what] if ("journey", journey.id) not in without else []
        if part.section == NOTES:
            part.lines += [n.text for n in notes.shared_notes(db, person.id) if ("note", n.id) not in without]
        found.append(part)
    return found
