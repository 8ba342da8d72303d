"""Talks: what a person told, part by part."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key
from app.people.people.models import Person
from app.shop.lists.models import ListItem, ListName


class Section(StrEnum):
    """The parts of a person's story. Each can be shared by itself (see consents)."""

    WISHES = "wishes"
    WISH_TOPIC = "wish_topic"
    SITUATION = "situation"
    OBSTACLE = "obstacle"
    TALENTS = "talents"
    STEPS = "steps"


class QuestionType(StrEnum):
    """What a question of the talk asks for. Free words can always stand beside it."""

    WORDS = "words"
    CHOICES = "choices"
    LEVELS = "levels"  # choices, each with how well: languages


class LanguageLevel(StrEnum):
    """How well somebody speaks a language, in the words of everyday."""

    LITTLE = "little"
    EVERYDAY = "everyday"
    WELL = "well"
    MOTHER_TONGUE = "mother_tongue"


_SECTION_OF_LIST = {ListName.TOPIC: Section.WISH_TOPIC, ListName.OBSTACLE: Section.OBSTACLE}


class Question(SQLModel, table=True):
    """A question of the shop's talks. The shop words, orders, adds and retires them; old answers stay.

    `section`: under which part of the story its answers fall, and so are shared. `list`: where its choices stand: the
    shop's topics, its obstacles, or answers of its own (whose `grouping` is this question's key). The words beside it
    are a passage at `place`: its subject is "" for the open ones that every shop began with, else the question's key.
    """

    __tablename__ = "talk_question"
    __table_args__ = (UniqueConstraint("shop_id", "code"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    code: str = Field(max_length=40)
    section: Section = Field(sa_type=enum_column(Section))
    subject: str = Field(default="", max_length=16)
    asks: QuestionType = Field(default=QuestionType.WORDS, sa_type=enum_column(QuestionType))
    list: ListName | None = Field(default=None, sa_type=enum_column(ListName))
    name_nl: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    hint_nl: str = Field(default="", max_length=300)
    hint_en: str = Field(default="", max_length=300)
    position: int = 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def place(self) -> tuple[Section, str]:
        """Section and subject of the passage that holds the free words beside it."""
        return self.section, self.subject

    @property
    def has_words(self) -> bool:
        """What stands in the way has words beside each of its choices instead: each can be shared by itself."""
        return self.list != ListName.OBSTACLE

    @property
    def ticked_in(self) -> Section:
        """Section of the passages that hold its choices; their subject is the key of the choice."""
        return _SECTION_OF_LIST.get(self.list, self.section) if self.list else self.section

    def offers(self, item: ListItem) -> bool:
        """Whether this is one of its choices."""
        return item.list == self.list and (self.list != ListName.ANSWER or item.grouping == self.key)

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_nl

    def hint(self, language: str) -> str:
        return (self.hint_en if language == "en" else "") or self.hint_nl


class Intake(SQLModel, table=True):
    """A talk. While it has no `finished_at` it can be taken up again; finishing the first one opens the journey.

    A later talk begins with what the one before it said (`follows_id`), and shows what changed since.
    """

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    journey_id: int | None = Field(default=None, foreign_key="journey.id", index=True)
    follows_id: int | None = Field(default=None, foreign_key="intake.id", index=True)
    worker_id: int = Field(foreign_key="worker.id")
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_on: date | None = Field(default=None)  # local; what counting goes by

    person: Person = Relationship()
    worker: Worker = Relationship()
    passages: list["Passage"] = Relationship(back_populates="intake")


class Passage(SQLModel, table=True):
    """One part of the story, kept while it is typed. `subject` is the key of a choice (a list item) or of a question.

    `version` counts the times it was saved; a save that was made from an older version is refused.
    """

    __table_args__ = (UniqueConstraint("intake_id", "section", "subject"),)

    id: int = Field(default=None, primary_key=True)
    intake_id: int = Field(foreign_key="intake.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    section: Section = Field(sa_type=enum_column(Section))
    subject: str = Field(default="", max_length=16)
    text: str = Field(default="", max_length=10_000)
    level: str = Field(default="", max_length=20)  # a Level, where the question asks how well
    removed: bool = False  # a choice that was ticked off again, or words that were emptied
    version: int = 1
    changed_by_id: int = Field(foreign_key="worker.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)

    intake: Intake = Relationship(back_populates="passages")

    @property
    def place(self) -> tuple[Section, str]:
        return self.section, self.subject

    @property
    def says(self) -> bool:
        """Whether it says something: words, or a choice. Words that were emptied, or a choice ticked off, do not."""
        return not self.removed and bool(self.text or self.subject)
