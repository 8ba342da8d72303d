"""What a partner gets to read of a person, part by part. The preview and the partner's own page use this one answer."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.consents.rules import OBSTACLE, SECTIONS
from app.handovers.access import CONTACT, NOTES, STEPS, shown_section
from app.journeys import queries as journeys
from app.notes import queries as notes
from app.people.links import RowName, numbers
from app.people.models import Person
from app.shops.models import ListItem, ListName
from app.talks import queries as talks
from app.talks.models import Section


@dataclass
class Part:
    """One section with its title, untranslated or an entry of the shop's lists, and what it says."""

    section: str
    title: str
    item: ListItem | None = None
    lines: list[str] = field(default_factory=list)
    names: list[ListItem] = field(default_factory=list)


def _items(db: Session, shop_id: int) -> dict[str, ListItem]:
    statement = select(ListItem).where(ListItem.shop_id == shop_id)
    wanted = (ListName.OBSTACLE, ListName.TOPIC)
    return {item.key: item for item in db.exec(statement) if item.list in wanted}


def sections_of(db: Session, person: Person, without: Collection[RowName] = ()) -> list[Part]:
    """What can be shared of this person: the fixed sections, and every obstacle that was named."""
    items = _items(db, person.shop_id)
    parts = [Part(name, title) for name, title in SECTIONS.items()]
    for passage in talks.story(db, person.id, numbers(without, "intake")):
        if passage.section == Section.OBSTACLE and (item := items.get(passage.subject)):
            parts.append(Part(OBSTACLE + item.key, "", item))
    return parts


def parts(db: Session, person: Person, sections: Collection[str], without: Collection[RowName] = ()) -> list[Part]:
    """The shared sections with what they say now, contact data aside: the page shows those as a heading.

    `without`: what stands apart from a handover, since it came from another card of the person (people.links).
    """
    items, story = _items(db, person.shop_id), talks.story(db, person.id, numbers(without, "intake"))
    found = []
    for part in sections_of(db, person, without):
        if part.section not in sections or part.section == CONTACT:
            continue
        for passage in story:
            if shown_section(passage) != part.section:
                continue
            if passage.section == Section.WISH_TOPIC and (item := items.get(passage.subject)):
                part.names.append(item)
            if passage.text:
                part.lines.append(passage.text)
        if part.section == STEPS and (journey := journeys.open_journey(db, person.id)) and journey.next_what:
            part.lines += [journey.next_what] if ("journey", journey.id) not in without else []
        if part.section == NOTES:
            part.lines += [n.text for n in notes.shared_notes(db, person.id) if ("note", n.id) not in without]
        found.append(part)
    return found


def item_names(db: Session, sections: Collection[str], language: str) -> dict[str, str]:
    """What the obstacles among these sections are called."""
    keys = [name.removeprefix(OBSTACLE) for name in sections if name.startswith(OBSTACLE)]
    found = db.exec(select(ListItem).where(col(ListItem.key).in_(keys)))
    return {OBSTACLE + item.key: item.name(language) for item in found}
