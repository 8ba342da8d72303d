"""Queries for the import: the data of the shop that a job needs, and what the pages show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select as columns
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.guidance.journeys.models import Journey
from app.guidance.journeys.rules import FRONT_ROLES
from app.people.people.models import Person
from app.people.people.person_aliases import Link
from app.people.people.queries import facts_of_all_persons
from app.people.search.search_terms import PersonFacts
from app.records.register_import.models import RUNNING_STAGES, Import, ImportedRow, Meaning, Question, Stage, WordKind
from app.records.register_import.records import OutcomeKind
from app.shop.half_days.models import DayPart, Opening
from app.shop.lists import queries
from app.shop.lists.models import ListItem, ListName
from app.shop.partners.queries import active_partners

# A page polls its import every second, so the content of the file (megabytes) is loaded only when it is used.
_WITHOUT_CONTENT = defer(Import.content)  # type: ignore[arg-type]


def import_by_key(db: Session, key: str) -> Import | None:
    return db.exec(select(Import).where(Import.key == key)).first()


def import_for(db: Session, actor: Actor, key: str) -> Import | None:
    """An import of the actor's shop; None unless the actor is a coordinator."""
    if not actor.is_coordinator:
        return None
    here = (Import.key == key, Import.shop_id == actor.shop_id)
    return db.exec(select(Import).where(*here).options(_WITHOUT_CONTENT)).first()


def imports(db: Session, actor: Actor) -> Sequence[Import]:
    """All imports of the actor's shop, newest first; none unless the actor is a coordinator."""
    if not actor.is_coordinator:
        return []
    newest = select(Import).where(Import.shop_id == actor.shop_id).order_by(col(Import.id).desc())
    return db.exec(newest.options(_WITHOUT_CONTENT)).all()


def same_file(db: Session, shop_id: int, digest: str) -> Import | None:
    """The newest import of exactly this file that was not undone."""
    here = (Import.shop_id == shop_id, Import.digest == digest, Import.stage != Stage.UNDONE)
    return db.exec(select(Import).where(*here).order_by(col(Import.id).desc())).first()


def questions(db: Session, import_id: int, *, unanswered: bool = False) -> Sequence[Question]:
    """Words before persons; within those by number of lines, then by likelihood."""
    statement = select(Question).where(Question.import_id == import_id)
    if unanswered:
        statement = statement.where(col(Question.answered_at).is_(None))
    order = (col(Question.kind).is_(None), col(Question.rows).desc(), col(Question.score).desc(), col(Question.id))
    return db.exec(statement.order_by(*order)).all()


def question_for(db: Session, imported: Import, key: str) -> Question | None:
    return db.exec(select(Question).where(Question.key == key, Question.import_id == imported.id)).first()


def imported_rows(
    db: Session, import_id: int, *, refused: bool = False, page: int = 1, size: int = 200
) -> Sequence[ImportedRow]:
    """The result of each line, in the order of the file."""
    statement = select(ImportedRow).where(ImportedRow.import_id == import_id)
    if refused:
        statement = statement.where(col(ImportedRow.refusal) != "")
    return db.exec(statement.order_by(col(ImportedRow.row)).offset((page - 1) * size).limit(size)).all()


def meanings(db: Session, shop_id: int) -> dict[tuple[WordKind, str], str]:
    """The meanings that coordinators gave to words in this shop's registers."""
    return {(m.kind, m.said): m.meant for m in db.exec(select(Meaning).where(Meaning.shop_id == shop_id))}


def organisations(db: Session, shop_id: int) -> dict[str, Organisation]:
    """The organisations that take part in the shop, by key."""
    return {partner.organisation.key: partner.organisation for partner in active_partners(db, shop_id)}


def outcome_kinds(db: Session, shop_id: int) -> dict[str, ListItem]:
    """The shop's kinds of outcome, by key."""
    return _items(db, shop_id, ListName.OUTCOME)


def topics(db: Session, shop_id: int) -> dict[str, ListItem]:
    """The shop's topics, by key."""
    return _items(db, shop_id, ListName.TOPIC)


def _items(db: Session, shop_id: int, name: ListName) -> dict[str, ListItem]:
    return {item.key: item for item in queries.items(db, shop_id, name)}


def outcome_kind(item: ListItem) -> OutcomeKind:
    return OutcomeKind(item.id, item.key, item.grouping)


def openings(db: Session, shop_id: int) -> dict[tuple[date, DayPart], tuple[int, time]]:
    """Id and opening time of each half-day of the shop that has a row."""
    found = db.execute(
        columns(col(Opening.id), col(Opening.day), col(Opening.part), col(Opening.opens)).where(
            col(Opening.shop_id) == shop_id
        )
    )
    return {(row[1], row[2]): (row[0], row[3]) for row in found}


def imported_line_counts(db: Session, shop_id: int) -> Mapping[str, int]:
    """How often each line (by fingerprint) was imported before and not undone."""
    found = db.execute(
        columns(col(ImportedRow.fingerprint), func.count())
        .where(col(ImportedRow.shop_id) == shop_id, col(ImportedRow.visit_id).is_not(None))
        .group_by(col(ImportedRow.fingerprint))
    )
    return Counter({row[0]: row[1] for row in found})


def shop_persons(db: Session, shop_id: int) -> list[tuple[int, PersonFacts]]:
    """Id and details of every person in the shop, with the names on all of their cards."""
    return [(person_id, person) for shop, person_id, person in facts_of_all_persons(db) if shop == shop_id]


def persons_with_open_journey(db: Session, shop_id: int) -> frozenset[int]:
    """Ids of the persons who have an open journey."""
    open_here = (col(Journey.shop_id) == shop_id, col(Journey.ended_at).is_(None))
    return frozenset(db.scalars(columns(col(Journey.person_id)).where(*open_here)))


def open_journey_ids(db: Session, persons: Sequence[int]) -> dict[int, int]:
    """The id of the open journey of each of these persons who has one."""
    statement = columns(col(Journey.person_id), col(Journey.id)).where(
        col(Journey.person_id).in_(persons), col(Journey.ended_at).is_(None)
    )
    return {row[0]: row[1] for row in db.execute(statement)} if persons else {}


def persons_by_id(db: Session, numbers: Sequence[int]) -> dict[int, Person]:
    return {p.id: p for p in db.exec(select(Person).where(col(Person.id).in_(numbers)))} if numbers else {}


def persons_by_key(db: Session, shop_id: int, keys: Sequence[str]) -> Sequence[Person]:
    return db.exec(select(Person).where(Person.shop_id == shop_id, col(Person.key).in_(keys))).all() if keys else []


def person_keys(db: Session, numbers: Sequence[int]) -> dict[int, str]:
    """The keys of these persons, by id."""
    found: dict[int, str] = {}
    for at in range(0, len(numbers), 500):
        some = columns(col(Person.id), col(Person.key)).where(col(Person.id).in_(numbers[at : at + 500]))
        found |= {row[0]: row[1] for row in db.execute(some)}
    return found


@dataclass(frozen=True)
class PairAnswer:
    """An answer about two sides, named as in app.records.register_import.matching.matching."""

    one: str
    other: str
    same: bool
    by_id: int | None
    at: datetime | None


def pair_answers(db: Session, imported: Import) -> list[PairAnswer]:
    """The answers about pairs of persons; an existing person is named by the id of their main card."""
    asked = select(Question).where(
        Question.import_id == imported.id, col(Question.kind).is_(None), col(Question.same).is_not(None)
    )
    found = db.exec(asked.order_by(col(Question.answered_at), col(Question.id))).all()
    keys = sorted({side[1:] for question in found for side in (question.one, question.other) if side[:1] == "="})
    number: dict[str, str] = {}
    for at in range(0, len(keys), 500):
        main = columns(col(Person.key), func.coalesce(Link.main_id, Person.id)).outerjoin(
            Link, (col(Link.other_id) == col(Person.id)) & col(Link.undone_at).is_(None)
        )
        here = (col(Person.shop_id) == imported.shop_id, col(Person.key).in_(keys[at : at + 500]))
        number |= {f"={row[0]}": f"={row[1]}" for row in db.execute(main.where(*here))}
    return [
        PairAnswer(
            number.get(q.one, q.one), number.get(q.other, q.other), bool(q.same), q.answered_by_id, q.answered_at
        )
        for q in found
        if all(side in number or side[:1] != "=" for side in (q.one, q.other))
    ]


def eligible_followers(db: Session, shop_id: int) -> list[Worker]:
    """The workers who can be responsible for the journeys that stay open."""
    return accounts.workers_with_roles(db, shop_id, FRONT_ROLES)


def proposed_follower(db: Session, imported: Import) -> Worker | None:
    """The chosen follower, or else the importer if they can follow people."""
    able = {worker.id: worker for worker in eligible_followers(db, imported.shop_id)}
    return able.get(imported.follower_id or imported.made_by_id)


def proposed_follower_key(db: Session, imported: Import) -> str:
    """The key of the worker preselected on the page; "" when there is none."""
    found = proposed_follower(db, imported)
    return found.key if found else ""


def is_another_running(db: Session, imported: Import) -> bool:
    """Whether another import of the shop is being written or undone."""
    statement = select(Import.id).where(
        Import.shop_id == imported.shop_id,
        Import.id != imported.id,
        col(Import.stage).in_((Stage.WRITING, Stage.UNDOING)),
    )
    return db.exec(statement).first() is not None


def remembered_headings(db: Session, shop_id: int) -> dict[str, str]:
    """The meanings that coordinators gave to headings in this shop's registers."""
    return {said: meant for (kind, said), meant in meanings(db, shop_id).items() if kind == WordKind.COLUMN}


def abandoned_imports(db: Session, before: datetime) -> Sequence[Import]:
    """Imports that a job acquired but that had no heartbeat since `before`."""
    at_work = (col(Import.stage).in_(RUNNING_STAGES), col(Import.run) != "", col(Import.worked_at) < before)
    return db.exec(select(Import).where(*at_work).options(_WITHOUT_CONTENT)).all()
