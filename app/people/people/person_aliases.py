"""Records of the same person (decision 11): merges, who made them, and the record that each row came from.

A record ("card" on screen) is a row of `person`. When two are merged, one becomes the canonical record and the other an
alias of it. The merge itself is in records.duplicates; higher features need from here which record is canonical, and
which rows must stay apart for a reader who may see only one of the two.
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

NOT_MERGED: dict[str, Any] = {"info": {"stays": True}}  # names one record, so a merge never changes it
RowRef = tuple[str, int]  # table name and row id


class Link(SQLModel, table=True):
    """A merge: the other record belongs to the same person as the main one. Stays when undone, with who undid it.

    `set_aside`: the journey that was suspended because the other one continues, with what is needed to resume it.
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
    main_id: int = Field(foreign_key="person.id", index=True)  # changes when the main record is merged into another
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
    """The ledger of one merge: which rows belonged to each of the two records at that moment."""

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
    """The canonical record of the person with this key, also if the key is of an alias."""
    return db.exec(_CANONICAL_PERSON, params={"key": key, "shop_id": shop_id}).first()


def lock_canonical_ids(db: Session, persons: Collection[int]) -> dict[int, int]:
    """Canonical id by person id. Locked, so that it stays canonical until the transaction ends.

    For rows written in bulk, past the session, where late_writes cannot move them. On PostgreSQL a simultaneous merge
    of one of these records waits: the rows are locked in the same order as in a merge, and the locks are released and
    taken again if a record was merged before its row was locked. On SQLite the transaction is the only writer.
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
    """The merge that made this record an alias; None for a canonical record."""
    return db.exec(select(Link).where(Link.other_id == person_id, col(Link.undone_at).is_(None))).first()


def links_of_canonical(db: Session, person_id: int) -> list[Link]:
    """The merges that gave this person aliases and have not been undone, oldest first."""
    both: Any = (joinedload(relation(Link.other)), joinedload(relation(Link.by)))
    statement = select(Link).where(Link.main_id == person_id, col(Link.undone_at).is_(None)).options(*both)
    return list(db.exec(statement.order_by(col(Link.id))))


def has_aliases(person_id: int) -> ColumnElement[bool]:
    """Whether this person has aliases, as a condition for a larger statement."""
    return exists().where(col(Link.main_id) == person_id, col(Link.undone_at).is_(None))


def aliases_of(db: Session, person_id: int) -> list[Person]:
    """The aliases of this person, in the order in which they were merged."""
    statement = select(Person).join(Link, col(Link.other_id) == Person.id)
    return list(
        db.exec(statement.where(Link.main_id == person_id, col(Link.undone_at).is_(None)).order_by(col(Link.id)))
    )


def provenance(db: Session, person_id: int) -> dict[RowRef, Person]:
    """The alias from which each row of this person came, by table and row id. Other rows are absent."""
    statement = (
        select(LinkedRow.table_name, LinkedRow.row_id, Person)
        .join(Link, col(Link.id) == LinkedRow.link_id)
        .join(Person, col(Person.id) == Link.other_id)
        .where(Link.main_id == person_id, col(Link.undone_at).is_(None), col(LinkedRow.from_other))
        .order_by(col(Link.id).desc())  # after several merges the first one tells the origin
    )
    return {(table, number): other for table, number, other in db.exec(statement)}


def canonical_persons(db: Session, persons: Collection[int]) -> dict[int, Person]:
    """The canonical record by id, for those of these records that are aliases."""
    statement = (
        select(Link.other_id, Person)
        .join(Person, col(Person.id) == Link.main_id)
        .where(col(Link.other_id).in_(persons), col(Link.undone_at).is_(None))
    )
    return dict(db.exec(statement).all())


def person_shown_by(db: Session, table: str, row_id: int) -> Person | None:
    """The alias from which this row came; None for a row of the canonical record or one added after the merge."""
    return cards_of_rows(db, table, [row_id]).get(row_id)


def cards_of_rows(db: Session, table: str, row_ids: Collection[int]) -> dict[int, Person]:
    """The alias from which each of these rows came, by row id; other rows are absent."""
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
        .order_by(col(Link.id).desc())  # after several merges the first one tells the origin
    )
    return dict(db.exec(statement).all())


def rows_not_shared(db: Session, table: str, row_id: int) -> frozenset[RowRef]:
    """The rows that belonged to the other record when the record of this row was merged.

    A consent given on one record covers that record and what was added since, not the other record.
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
    """The ids of these persons and of all their other records. Audit entries name the record that was read."""
    either = col(Link.main_id).in_(persons) | col(Link.other_id).in_(persons)
    mains = {link.main_id for link in db.exec(select(Link).where(either, col(Link.undone_at).is_(None)))}
    others = select(Link.other_id).where(col(Link.main_id).in_(mains), col(Link.undone_at).is_(None))
    return {*persons, *mains, *db.exec(others)}


def alias_names(db: Session, persons: Collection[int]) -> dict[int, list[str]]:
    """The names on the aliases of these persons, by canonical id."""
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
    """The ids of those rows that are in this table."""
    return {number for name, number in rows if name == table}
