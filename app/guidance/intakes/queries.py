"""Reads of intakes, their passages and the questions of a shop.

Functions that take an actor return only what that actor may see; the others take a row that was checked already.
"""

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
    """The intake with this key in the actor's shop; None for workers outside its front office."""
    if not actor.in_front_office:
        return None
    return db.exec(select(Intake).where(Intake.key == key, Intake.shop_id == actor.shop_id)).first()


def intakes_of_person(db: Session, person_id: int) -> list[Intake]:
    """All intakes of a person, the newest first."""
    return list(db.exec(select(Intake).where(Intake.person_id == person_id).order_by(col(Intake.id).desc())))


def unfinished_intake(db: Session, person_id: int) -> Intake | None:
    """The newest unfinished intake of a person."""
    statement = select(Intake).where(Intake.person_id == person_id, col(Intake.finished_at).is_(None))
    return db.exec(statement.order_by(col(Intake.id).desc())).first()


def unfinished_intakes(db: Session, actor: Actor) -> list[Intake]:
    """Unfinished intakes that this worker started, the newest first."""
    if not actor.in_front_office:
        return []
    statement = select(Intake).where(
        Intake.shop_id == actor.shop_id, Intake.worker_id == actor.worker_id, col(Intake.finished_at).is_(None)
    )
    return list(db.exec(statement.order_by(col(Intake.started_at).desc())))


def passages(db: Session, intake_id: int) -> list[Passage]:
    """Every passage of an intake, including removed ones."""
    return list(db.exec(select(Passage).where(Passage.intake_id == intake_id).order_by(col(Passage.id))))


def passage(db: Session, intake_id: int, section: Section, subject: str) -> Passage | None:
    statement = select(Passage).where(
        Passage.intake_id == intake_id, Passage.section == section, Passage.subject == subject
    )
    return db.exec(statement).first()


def story(db: Session, person_id: int, without: Collection[int] = ()) -> list[Passage]:
    """What the newest intake says. `without`: ids of intakes to leave out, with the copies of them in later ones."""
    of_person = (Intake.person_id == person_id, col(Intake.id).not_in(without))
    newest = select(func.max(Intake.id)).where(*of_person).scalar_subquery()
    passages_now = db.exec(select(Passage).where(Passage.intake_id == newest).order_by(col(Passage.id))).all()
    left_out = _signatures_in(db, without) if without else set()
    return [p for p in passages_now if p.says and _signature(p) not in left_out]


def _signatures_in(db: Session, intakes: Collection[int]) -> set[tuple[object, ...]]:
    return {_signature(p) for p in db.exec(select(Passage).where(col(Passage.intake_id).in_(intakes)))}


def _signature(passage: Passage) -> tuple[object, ...]:
    """Identifies a passage and its copies in later intakes: a copy keeps the place, author and time."""
    return (*passage.place, passage.changed_by_id, passage.changed_at)


def latest_intake(db: Session, person_id: int) -> Intake | None:
    return next(iter(intakes_of_person(db, person_id)), None)


def previous_passages(db: Session, intake: Intake) -> list[Passage]:
    """The passages of the intake that this one follows; none for a first intake, or if it changed person since."""
    earlier = db.get(Intake, intake.follows_id) if intake.follows_id else None
    return passages(db, earlier.id) if earlier and earlier.person_id == intake.person_id else []


def changes_of(db: Session, intake: Intake) -> list[Change]:
    """The differences between this intake and the one that it follows; none for a first intake."""
    return changes(previous_passages(db, intake), passages(db, intake.id)) if intake.follows_id else []


@dataclass(frozen=True)
class StoryWithChanges:
    """The passages of a person's newest intake (`now`) and of the one it follows, with author names by worker id."""

    now: list[Passage] = field(default_factory=list)
    before: list[Passage] = field(default_factory=list)
    authors: dict[int, str] = field(default_factory=dict)

    @property
    def story(self) -> list[Passage]:
        return [p for p in self.now if p.says]

    @property
    def changes(self) -> list[Change]:
        """The differences between the two; none if the newest intake follows no other or an empty one."""
        return changes(self.before, self.now) if self.before else []


def story_with_changes(db: Session, person_id: int) -> StoryWithChanges:
    """The story and what the last intake changed in it, in one statement for the person's page."""
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
    """The shop's questions in order, including retired ones, to which old intakes may hold an answer."""
    statement = select(Question).where(Question.shop_id == shop_id)
    return list(db.exec(statement.order_by(col(Question.position), col(Question.id))))


def question(db: Session, shop_id: int, key: str) -> Question | None:
    return db.exec(select(Question).where(Question.shop_id == shop_id, Question.key == key)).first()


CHOICE_LISTS = (ListName.TOPIC, ListName.OBSTACLE, ListName.ANSWER)


def question_bank(db: Session, shop_id: int) -> QuestionBank:
    """The shop's questions and all their choices, in order."""
    statement = select(ListItem).where(ListItem.shop_id == shop_id, col(ListItem.list).in_(CHOICE_LISTS))
    items = db.exec(statement.order_by(col(ListItem.list), col(ListItem.position), col(ListItem.id))).all()
    return QuestionBank(questions(db, shop_id), items)


def visitor_for(db: Session, actor: Actor, key: str) -> Person | None:
    """The person with this key in the actor's shop; None for workers outside its front office."""
    if not actor.in_front_office:
        return None
    return canonical_person(db, actor.shop_id, key)
