"""An import: the file that was handed in, what was settled about it, and what came of each of its lines."""

import zlib
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, Index, LargeBinary, TypeDecorator, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class Stage(StrEnum):
    """Where an import is. At work: LOOKING, READING, WRITING and UNDOING; the others wait for somebody."""

    LOOKING = "looking"  # the file is in; what it holds is being looked at
    COLUMNS = "columns"  # its columns are to be agreed with
    READING = "reading"
    READY = "ready"  # everything is counted; questions may be open; nothing is written
    WRITING = "writing"
    WRITTEN = "written"
    UNDOING = "undoing"
    UNDONE = "undone"
    BROKEN = "broken"  # it could not be read; `trouble` says why


class CompressedBytes(TypeDecorator[bytes]):
    """Bytes, packed. On SQLite each change of a row goes through all that the row holds: a sign of life of an import
    with a file of 50 MB would take a fifth of a second, and there is one with every piece that is written.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return value and zlib.compress(value, 1)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        try:
            return value and zlib.decompress(value)
        except zlib.error:  # it was kept before files were packed
            return value


RUNNING_STAGES = frozenset({Stage.LOOKING, Stage.READING, Stage.WRITING, Stage.UNDOING})


class Import(SQLModel, table=True):
    """`content` is emptied once the import is undone, or kept no longer than the retention of its lines asks."""

    __tablename__ = "import"
    __table_args__ = {
        "info": {"audited": False}
    }  # its steps are put on record in words: see app.records.register_import.running.actions

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    made_by_id: int = Field(foreign_key="worker.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    file_name: str = Field(default="", max_length=200)
    digest: str = Field(max_length=64)  # SHA-256 of the content
    content: bytes | None = Field(default=None, sa_type=CompressedBytes)
    sheets: list[str] = Field(default_factory=list, sa_type=JSON)  # of the file, by name
    sheet: str = Field(default="", max_length=200)  # the one that is read
    found: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSON
    )  # each column, as app.records.register_import.parsing.sheet_preview saw it
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # place of a column -> Column, or "" to skip
    heading_row: int = 0  # the row with the headings, as a spreadsheet shows it; 0: there is none
    stage: Stage = Field(default=Stage.COLUMNS, sa_type=enum_column(Stage))
    trouble: str = Field(default="", max_length=300)  # a message id: why it is BROKEN, or could not go on
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # that fill the places of `trouble`
    done: int = 0  # lines of `total`, while at work
    total: int = 0
    run: str = Field(default="", max_length=16)  # a new word each time that work on it begins: one run goes on
    worked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # last sign of life while at work
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # what would come, or came, of it
    follower_id: int | None = Field(default=None, foreign_key="worker.id")  # who follows the journeys that stay open
    began_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # writing: the moment its records were made
    written_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    made_by: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Import.made_by_id"})
    follower: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Import.follower_id"})


class WordKind(StrEnum):
    """What a word in a register can stand for."""

    COLUMN = "column"
    ORGANISATION = "organisation"
    RESULT = "result"
    TOPIC = "topic"


class Meaning(SQLModel, table=True):
    """What a word of this shop's registers means: asked once, remembered for every next file.

    `said` is folded. `meant` is a Column, the key of an Organisation or of a ListItem, or "" for: nothing, leave it.
    """

    __tablename__ = "import_meaning"
    __table_args__ = (UniqueConstraint("shop_id", "kind", "said"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    kind: WordKind = Field(sa_type=enum_column(WordKind))
    said: str = Field(max_length=200)
    meant: str = Field(default="", max_length=40)
    settled_by_id: int = Field(foreign_key="worker.id")
    settled_at: datetime = Field(sa_type=UtcDateTime)


class Question(SQLModel, table=True):
    """Something that an import cannot settle by itself. One answer settles every line that it is about.

    About a word: `kind` and `said`, `guess` is what it probably means and `score` how probably (0 to 1); the answer is
    a Meaning. About persons (`kind` is None): whether those of `one` and `other` are the same; each side is a line of
    the file ("12") or a person who is known already ("=key"); `same` is the answer.
    """

    __tablename__ = "import_question"
    __table_args__ = {"info": {"audited": False}}  # who answered stands beside the answer

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    import_id: int = Field(foreign_key="import.id", index=True)
    kind: WordKind | None = Field(default=None, sa_type=enum_column(WordKind))
    said: str = Field(default="", max_length=200)
    guess: str = Field(default="", max_length=40)
    score: float = 0.0
    rows: int = 0  # how many lines it is about
    examples: list[str] = Field(default_factory=list, sa_type=JSON)  # a few, to recognise it by
    sides: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # what is known of the two persons
    one: str = Field(default="", max_length=40)
    other: str = Field(default="", max_length=40)
    same: bool | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by_id: int | None = Field(default=None, foreign_key="worker.id")


class ImportedRow(SQLModel, table=True):
    """What came of one line: refused, already there, or what was made of it. Says where each record came from."""

    __tablename__ = "imported_row"
    __table_args__ = (
        UniqueConstraint("import_id", "row"),
        Index("ix_imported_row_shop_fingerprint", "shop_id", "fingerprint"),
        {
            "info": {"audited": False}
        },  # follows from the records that it names, and stays with the card they were made on
    )

    id: int = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="import.id")
    shop_id: int = Field(foreign_key="shop.id")
    row: int
    fingerprint: str = Field(default="", max_length=32)
    refusal: str = Field(default="", max_length=20)  # a Refusal
    visit_id: int | None = Field(default=None, foreign_key="visit.id", index=True, ondelete="SET NULL")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, ondelete="SET NULL")
    journey_id: int | None = Field(default=None, foreign_key="journey.id", index=True, ondelete="SET NULL")
    handover_id: int | None = Field(default=None, foreign_key="handover.id", index=True, ondelete="SET NULL")
    outcome_id: int | None = Field(default=None, foreign_key="outcome.id", index=True, ondelete="SET NULL")
    note_id: int | None = Field(default=None, foreign_key="note.id", index=True, ondelete="SET NULL")
    # The half-day that was made for it:
    opening_id: int | None = Field(default=None, foreign_key="opening.id", index=True, ondelete="SET NULL")
    filled: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # what was not known of them
    person_is_new: bool = False  # this line is the first of somebody who was not known yet
    journey_is_new: bool = False  # this line opened the journey
