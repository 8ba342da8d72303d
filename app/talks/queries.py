"""Reads of talks. What `for_` a reader is scoped to that reader; the rest takes a row that is."""

from collections.abc import Collection

from sqlmodel import Session, col, func, select

from app.accounts.actors import Actor
from app.people.links import card
from app.people.models import Person
from app.shops.models import ListItem, ListName
from app.talks.models import Intake, Passage, Section


def talk_for(db: Session, actor: Actor, key: str) -> Intake | None:
    """A talk of the actor's shop: only the front office reads talks as a whole."""
    if not actor.in_front_office:
        return None
    return db.exec(select(Intake).where(Intake.key == key, Intake.shop_id == actor.shop_id)).first()


def talks_of(db: Session, person_id: int) -> list[Intake]:
    return list(db.exec(select(Intake).where(Intake.person_id == person_id).order_by(col(Intake.id).desc())))


def unfinished_talk(db: Session, person_id: int) -> Intake | None:
    statement = select(Intake).where(Intake.person_id == person_id, col(Intake.finished_at).is_(None))
    return db.exec(statement.order_by(col(Intake.id).desc())).first()


def unfinished_talks(db: Session, actor: Actor) -> list[Intake]:
    """Talks that this worker began and that nobody has finished."""
    if not actor.in_front_office:
        return []
    statement = select(Intake).where(
        Intake.shop_id == actor.shop_id, Intake.worker_id == actor.worker_id, col(Intake.finished_at).is_(None)
    )
    return list(db.exec(statement.order_by(col(Intake.started_at).desc())))


def passages(db: Session, intake_id: int) -> list[Passage]:
    """Every passage of a talk, also those taken away again (`removed`)."""
    return list(db.exec(select(Passage).where(Passage.intake_id == intake_id).order_by(col(Passage.id))))


def passage(db: Session, intake_id: int, section: Section, subject: str) -> Passage | None:
    statement = select(Passage).where(
        Passage.intake_id == intake_id, Passage.section == section, Passage.subject == subject
    )
    return db.exec(statement).first()


def story(db: Session, person_id: int, without: Collection[int] = ()) -> list[Passage]:
    """What the newest talk says now, without what is empty or was taken away; `without`: talks to leave aside."""
    of_person = (Intake.person_id == person_id, col(Intake.id).not_in(without))
    newest = select(func.max(Intake.id)).where(*of_person).scalar_subquery()
    statement = select(Passage).where(Passage.intake_id == newest, col(Passage.removed).is_(False))
    listed = (Section.WISH_TOPIC, Section.OBSTACLE)
    return [p for p in db.exec(statement.order_by(col(Passage.id))) if p.text or p.section in listed]


def visitor_for(db: Session, actor: Actor, key: str) -> Person | None:
    """A person of the actor's shop, for its front office."""
    if not actor.in_front_office:
        return None
    return card(db, actor.shop_id, key)


def list_items(db: Session, shop_id: int, name: ListName) -> list[ListItem]:
    """One of the shop's lists in its order, with what is retired: old talks may hold it."""
    statement = select(ListItem).where(ListItem.shop_id == shop_id, ListItem.list == name)
    return list(db.exec(statement.order_by(col(ListItem.position), col(ListItem.id))))
