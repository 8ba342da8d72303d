"""Reads of talks. What `for_` a reader is scoped to that reader; the rest takes a row that is."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, or_, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.guidance.intakes.answer_rules import QuestionBank
from app.guidance.intakes.diff_rules import Change, changes
from app.guidance.intakes.models import Intake, Passage, Question, Section
from app.people.people.models import Person
from app.people.people.person_aliases import canonical_person
from app.shop.lists.models import ListItem, ListName


def intake_for(db: Session, actor: Actor, key: str) -> Intake | None:
    """A talk of the actor's shop: only the front office reads talks as a whole."""
    if not actor.in_front_office:
        return None
    return db.exec(select(Intake).where(Intake.key == key, Intake.shop_id == actor.shop_id)).first()


def intakes_of_person(db: Session, person_id: int) -> list[Intake]:
    return list(db.exec(select(Intake).where(Intake.person_id == person_id).order_by(col(Intake.id).desc())))


def unfinished_intake(db: Session, person_id: int) -> Intake | None:
    statement = select(Intake).where(Intake.person_id == person_id, col(Intake.finished_at).is_(None))
    return db.exec(statement.order_by(col(Intake.id).desc())).first()


def unfinished_intakes(db: Session, actor: Actor) -> list[Intake]:
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
    """What the newest talk says now; `without`: talks to leave aside, also what a later talk only copied from them."""
    of_person = (Intake.person_id == person_id, col(Intake.id).not_in(without))
    newest = select(func.max(Intake.id)).where(*of_person).scalar_subquery()
    told = db.exec(select(Passage).where(Passage.intake_id == newest).order_by(col(Passage.id))).all()
    aside = _signatures_in(db, without) if without else set()
    return [p for p in told if p.says and _signature(p) not in aside]


def _signatures_in(db: Session, intakes: Collection[int]) -> set[tuple[object, ...]]:
    return {_signature(p) for p in db.exec(select(Passage).where(col(Passage.intake_id).in_(intakes)))}


def _signature(passage: Passage) -> tuple[object, ...]:
    """A copy in a later talk keeps who said it when: by that it is known."""
    return (*passage.place, passage.changed_by_id, passage.changed_at)


def latest_intake(db: Session, person_id: int) -> Intake | None:
    return next(iter(intakes_of_person(db, person_id)), None)


def previous_passages(db: Session, talk: Intake) -> list[Passage]:
    """What the talk said that this one follows; nothing for a first one, or where that is another person's by now."""
    earlier = db.get(Intake, talk.follows_id) if talk.follows_id else None
    return passages(db, earlier.id) if earlier and earlier.person_id == talk.person_id else []


def changes_of(db: Session, talk: Intake) -> list[Change]:
    """What this talk says differently from the one that it follows; nothing for a first one."""
    return changes(previous_passages(db, talk), passages(db, talk.id)) if talk.follows_id else []


@dataclass(frozen=True)
class StoryWithChanges:
    """What the newest talk of a person says, what the one said that it follows, and the names of who wrote it."""

    now: list[Passage] = field(default_factory=list)
    before: list[Passage] = field(default_factory=list)
    authors: dict[int, str] = field(default_factory=dict)

    @property
    def story(self) -> list[Passage]:
        return [p for p in self.now if p.says]

    @property
    def changes(self) -> list[Change]:
        """What the newest talk says differently; nothing where it follows none that said something."""
        return changes(self.before, self.now) if self.before else []


def story_with_changes(db: Session, person_id: int) -> StoryWithChanges:
    """The story with what the last talk changed in it, in one read: the person's page shows both every time."""
    newest = select(func.max(Intake.id)).where(Intake.person_id == person_id).scalar_subquery()
    followed = select(Intake.follows_id).where(Intake.id == newest).scalar_subquery()
    statement = (
        select(Passage, Worker.name, col(Passage.intake_id) == newest)
        .join(Intake, col(Intake.id) == Passage.intake_id)
        .join(Worker, col(Worker.id) == Passage.changed_by_id)
        .where(Intake.person_id == person_id, or_(Passage.intake_id == newest, Passage.intake_id == followed))
        .order_by(col(Passage.id))
    )
    found = StoryWithChanges()
    for passage, author, is_now in db.exec(statement):
        (found.now if is_now else found.before).append(passage)
        found.authors[passage.changed_by_id] = author
    return found


def questions(db: Session, shop_id: int) -> list[Question]:
    """The shop's questions in its order, with what is retired: old talks may hold an answer."""
    statement = select(Question).where(Question.shop_id == shop_id)
    return list(db.exec(statement.order_by(col(Question.position), col(Question.id))))


def question(db: Session, shop_id: int, key: str) -> Question | None:
    return db.exec(select(Question).where(Question.shop_id == shop_id, Question.key == key)).first()


CHOICE_LISTS = (ListName.TOPIC, ListName.OBSTACLE, ListName.ANSWER)


def question_bank(db: Session, shop_id: int) -> QuestionBank:
    """The shop's questions and the choices of each, in their order."""
    statement = select(ListItem).where(ListItem.shop_id == shop_id, col(ListItem.list).in_(CHOICE_LISTS))
    items = db.exec(statement.order_by(col(ListItem.list), col(ListItem.position), col(ListItem.id))).all()
    return QuestionBank(questions(db, shop_id), items)


def visitor_for(db: Session, actor: Actor, key: str) -> Person | None:
    """A person of the actor's shop, for its front office."""
    if not actor.in_front_office:
        return None
    return canonical_person(db, actor.shop_id, key)
