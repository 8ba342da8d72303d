"""Which cards are of one person (decision 11): what was linked, by whom, and which rows came from which card.

A card is a row of `person`. The linking itself is done in app/linking; this is what everything above people has to
know of it: whose card it is by now, and what is not to be mixed for who may see one part only.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, bindparam, exists, text
from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Field, Relationship, Session, SQLModel, col, func, select

from app.accounts.models import Worker
from app.core.database import UtcDateTime, relation
from app.core.ids import new_key
from app.people.people.models import Person

NOT_MERGED: dict[str, Any] = {"info": {"stays": True}}  # says which card is meant, and so never moves to another
RowRef = tuple[str, int]  # a table and the number of a row in it


class Link(SQLModel, table=True):
    """The other card is of the same person as the main one. Undone it stays, with who undid it.

    `set_aside`: the journey that ended because the person is followed in another, with what it needs to go on.
    """

    __table_args__ = (
        Index(
            "uq_link_now",
            "other_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    main_id: int = Field(foreign_key="person.id", index=True)  # moves along when the main card is linked in its turn
    other_id: int = Field(foreign_key="person.id", sa_column_kwargs=NOT_MERGED)
    why: str = Field(default="", max_length=200)
    by_id: int = Field(foreign_key="worker.id")
    linked_at: datetime = Field(sa_type=UtcDateTime)
    set_aside: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    undone_by_id: int | None = Field(default=None, foreign_key="worker.id")
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    main: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Link.main_id"})
    other: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Link.other_id"})
    by: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Link.by_id"})


class LinkedRow(SQLModel, table=True):
    """The ledger of one link: what stood on each of the two cards when they were linked."""

    __tablename__ = "linked_row"
    __table_args__ = (Index("ix_linked_row_table_name", "table_name", "row_id"), {"info": {"audited": False}})

    link_id: int = Field(foreign_key="link.id", primary_key=True)
    table_name: str = Field(primary_key=True, max_length=40)
    column_name: str = Field(primary_key=True, max_length=40)
    row_id: int = Field(primary_key=True)
    from_other: bool = False


_requested, _main, _link = aliased(Person), aliased(Person), aliased(Link)
_CANONICAL_PERSON = (
    select(_main)
    .select_from(_requested)
    .outerjoin(_link, (col(_link.other_id) == _requested.id) & col(_link.undone_at).is_(None))
    .join(_main, col(_main.id) == func.coalesce(_link.main_id, _requested.id))
    .where(col(_requested.key) == bindparam("key"), col(_requested.shop_id) == bindparam("shop_id"))
)


def canonical_person(db: Session, shop_id: int, key: str) -> Person | None:
    """The person of whom this key is a card, by their main card."""
    return db.exec(_CANONICAL_PERSON, params={"key": key, "shop_id": shop_id}).first()


def lock_canonical_ids(db: Session, persons: Collection[int]) -> dict[int, int]:
    """The main card of each of these persons, by number; it stays their main card until the transaction ends.

    For rows that are written past the session, and so before anything could bring them over. On PostgreSQL whoever
    links one of these cards waits meanwhile: the rows are locked in the order in which linking locks them, and let go
    again if a card was linked before its row was locked. On SQLite the transaction is the only writer.
    """
    while True:
        mains = _canonical_ids(db, persons)
        cards = col(Person.id).in_({*mains, *mains.values()})
        with db.begin_nested() as attempt:
            db.exec(select(Person.id).where(cards).order_by(col(Person.id)).with_for_update(read=True, key_share=True))
            if _canonical_ids(db, persons) == mains:
                return mains
            attempt.rollback()


def _canonical_ids(db: Session, persons: Collection[int]) -> dict[int, int]:
    if not persons:
        return {}
    linked = (col(Link.other_id) == Person.id) & col(Link.undone_at).is_(None)
    main: Any = func.coalesce(Link.main_id, Person.id)
    found = db.exec(select(Person.id, main).outerjoin(Link, linked).where(col(Person.id).in_(persons)))
    return dict(found.all())


def link_to_canonical(db: Session, person_id: int) -> Link | None:
    """The link by which this card is another's now; None for a main card."""
    return db.exec(select(Link).where(Link.other_id == person_id, col(Link.undone_at).is_(None))).first()


def links_of_canonical(db: Session, person_id: int) -> list[Link]:
    """The links that hold now and by which other cards are of this person, the first one first."""
    both: Any = (joinedload(relation(Link.other)), joinedload(relation(Link.by)))
    statement = select(Link).where(Link.main_id == person_id, col(Link.undone_at).is_(None)).options(*both)
    return list(db.exec(statement.order_by(col(Link.id))))


def has_aliases(person_id: int) -> ColumnElement[bool]:
    """Whether other cards are of this person, for a statement that asks more."""
    return exists().where(col(Link.main_id) == person_id, col(Link.undone_at).is_(None))


def aliases_of(db: Session, person_id: int) -> list[Person]:
    """The other cards of this person: also known as."""
    statement = select(Person).join(Link, col(Link.other_id) == Person.id)
    return list(
        db.exec(statement.where(Link.main_id == person_id, col(Link.undone_at).is_(None)).order_by(col(Link.id)))
    )


def provenance(db: Session, person_id: int) -> dict[RowRef, Person]:
    """From which other card each row came that stands with this person now."""
    statement = (
        select(LinkedRow.table_name, LinkedRow.row_id, Person)
        .join(Link, col(Link.id) == LinkedRow.link_id)
        .join(Person, col(Person.id) == Link.other_id)
        .where(Link.main_id == person_id, col(Link.undone_at).is_(None), col(LinkedRow.from_other))
        .order_by(col(Link.id).desc())  # of a card that was linked twice, the first link says whose it was
    )
    return {(table, number): other for table, number, other in db.exec(statement)}


def canonical_persons(db: Session, persons: Collection[int]) -> dict[int, Person]:
    """The main card of each of these cards (their numbers) that is another's now; the others are main cards."""
    statement = (
        select(Link.other_id, Person)
        .join(Person, col(Person.id) == Link.main_id)
        .where(col(Link.other_id).in_(persons), col(Link.undone_at).is_(None))
    )
    return dict(db.exec(statement).all())


def person_shown_by(db: Session, table: str, row_id: int) -> Person | None:
    """The other card from which this row came; None when it came from the main one, or after the linking."""
    return cards_of_rows(db, table, [row_id]).get(row_id)


def cards_of_rows(db: Session, table: str, row_ids: Collection[int]) -> dict[int, Person]:
    """The other card from which each of these rows came, by the row's number, for those that came from one."""
    statement = (
        select(LinkedRow.row_id, Person)
        .join(Link, col(Link.id) == LinkedRow.link_id)
        .join(Person, col(Person.id) == Link.other_id)
        .where(
            LinkedRow.table_name == table,
            col(LinkedRow.row_id).in_(row_ids),
            col(LinkedRow.from_other),
            col(Link.undone_at).is_(None),
        )
        .order_by(col(Link.id).desc())  # of several links the first one says whose it was
    )
    return dict(db.exec(statement).all())


def rows_not_shared(db: Session, table: str, row_id: int) -> frozenset[RowRef]:
    """The rows that stood on the other side when the card of this row was linked.

    What the person allowed on one card was about that card, and about what came since.
    """
    mine, theirs = aliased(LinkedRow), aliased(LinkedRow)
    statement = (
        select(theirs.table_name, theirs.row_id)
        .join(mine, (col(mine.link_id) == theirs.link_id) & (col(mine.from_other) != theirs.from_other))
        .join(Link, (col(Link.id) == mine.link_id) & col(Link.undone_at).is_(None))
        .where(mine.table_name == table, mine.row_id == row_id)
    )
    return frozenset((name, number) for name, number in db.exec(statement))


def ids_with_aliases(db: Session, persons: Collection[int]) -> set[int]:
    """These persons' numbers, and those of every other card of theirs: what is on record is on record of a card."""
    either = col(Link.main_id).in_(persons) | col(Link.other_id).in_(persons)
    mains = {link.main_id for link in db.exec(select(Link).where(either, col(Link.undone_at).is_(None)))}
    others = select(Link.other_id).where(col(Link.main_id).in_(mains), col(Link.undone_at).is_(None))
    return {*persons, *mains, *db.exec(others)}


def alias_names(db: Session, persons: Collection[int]) -> dict[int, list[str]]:
    """The names on the other cards of these persons."""
    statement = (
        select(Link.main_id, Person.name)
        .join(Person, col(Person.id) == Link.other_id)
        .where(col(Link.main_id).in_(persons), col(Link.undone_at).is_(None))
        .order_by(col(Link.id))
    )
    found: dict[int, list[str]] = {}
    for number, name in db.exec(statement) if persons else ():
        found.setdefault(number, []).append(name)
    return found


def ids_in_table(rows: Collection[RowRef], table: str) -> set[int]:
    """The numbers of the rows of one table among these."""
    return {number for name, number in rows if name == table}
