"""An import: the uploaded file, the answers given about it, and what each of its lines became."""

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
    """Stage of an import. A job runs in LOOKING, READING, WRITING and UNDOING; the other stages wait for a person."""

    LOOKING = "looking"  # uploaded; its sheets and columns are being detected
    COLUMNS = "columns"  # the coordinator has to confirm the columns
    READING = "reading"
    READY = "ready"  # counted, possibly with open questions; nothing is written yet
    WRITING = "writing"
    WRITTEN = "written"
    UNDOING = "undoing"
    UNDONE = "undone"
    BROKEN = "broken"  # could not be read; `trouble` says why


class CompressedBytes(TypeDecorator[bytes]):
    """Bytes, compressed. SQLite rewrites the whole row on each change, so each heartbeat of an import with a file of
    50 MB would take a fifth of a second, and there is one with every batch.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return value and zlib.compress(value, 1)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        try:
            return value and zlib.decompress(value)
        except zlib.error:  # stored before files were compressed
            return value


RUNNING_STAGES = frozenset({Stage.LOOKING, Stage.READING, Stage.WRITING, Stage.UNDOING})


class Import(SQLModel, table=True):
    """`content` is emptied when the import is undone, or when its retention ends (see running.retention)."""

    __tablename__ = "import"
    __table_args__ = {"info": {"audited": False}}  # running.actions logs each step in words instead

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    made_by_id: int = Field(foreign_key="worker.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    file_name: str = Field(default="", max_length=200)
    digest: str = Field(max_length=64)  # SHA-256 of the content
    content: bytes | None = Field(default=None, sa_type=CompressedBytes)
    sheets: list[str] = Field(default_factory=list, sa_type=JSON)  # names of the sheets in the file
    sheet: str = Field(default="", max_length=200)  # the sheet to read
    found: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # columns, see parsing.sheet_preview
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # position of a column -> Column, "" to skip
    heading_row: int = 0  # the row with the headings, as a spreadsheet numbers it; 0: no headings
    stage: Stage = Field(default=Stage.COLUMNS, sa_type=enum_column(Stage))
    trouble: str = Field(default="", max_length=300)  # a message id: why it is BROKEN, or could not continue
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # values for the placeholders of `trouble`
    done: int = 0  # lines of `total` done, while a job runs
    total: int = 0
    run: str = Field(default="", max_length=16)  # names the job that holds the lease; new for each job, "" in the queue
    worked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # last heartbeat, or start of the wait
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # figures of the dry run, or of what was written
    follower_id: int | None = Field(default=None, foreign_key="worker.id")  # responsible for the journeys left open
    began_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # start of the writing
    written_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    made_by: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Import.made_by_id"})
    follower: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Import.follower_id"})


class WordKind(StrEnum):
    """What a word in a register can refer to."""

    COLUMN = "column"
    ORGANISATION = "organisation"
    RESULT = "result"
    TOPIC = "topic"


class Meaning(SQLModel, table=True):
    """The meaning of a word in this shop's registers, asked once and reused for later files.

    `said` is the word, folded. `meant` is a Column, or the key of an Organisation or a ListItem; "" when the word means
    none of these.
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
    """A question that only a coordinator can answer. One answer covers all lines that it is about.

    About a word: `kind` and `said`; `guess` is the most likely meaning and `score` its likelihood (0 to 1). The answer
    is stored as a Meaning. About two persons (`kind` is None): whether `one` and `other` are the same person. Each is a
    line of the file ("12") or an existing person ("=key"); `same` is the answer.
    """

    __tablename__ = "import_question"
    __table_args__ = {"info": {"audited": False}}  # the row itself names the worker who answered

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    import_id: int = Field(foreign_key="import.id", index=True)
    kind: WordKind | None = Field(default=None, sa_type=enum_column(WordKind))
    said: str = Field(default="", max_length=200)
    guess: str = Field(default="", max_length=40)
    score: float = 0.0
    rows: int = 0  # the number of lines it is about
    examples: list[str] = Field(default_factory=list, sa_type=JSON)  # a few spellings from the file
    sides: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # details of the two persons
    one: str = Field(default="", max_length=40)
    other: str = Field(default="", max_length=40)
    same: bool | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by_id: int | None = Field(default=None, foreign_key="worker.id")


class ImportedRow(SQLModel, table=True):
    """The result of one line: refused, imported before, or the records made from it. Also their source."""

    __tablename__ = "imported_row"
    __table_args__ = (
        UniqueConstraint("import_id", "row"),
        Index("ix_imported_row_shop_fingerprint", "shop_id", "fingerprint"),
        {"info": {"audited": False}},  # derived from the records that it names; stays with the card they were made on
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
    # The half-day that was created for it:
    opening_id: int | None = Field(default=None, foreign_key="opening.id", index=True, ondelete="SET NULL")
    filled: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # details added to the person
    person_is_new: bool = False  # the person was created for this line
    journey_is_new: bool = False  # the journey was opened for this line
