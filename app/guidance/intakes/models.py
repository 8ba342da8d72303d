"""Intakes: the questions of a shop, the talks held and the passages of a person's story."""

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
    """The sections of a person's story. Each can be shared separately (see consents)."""

    WISHES = "wishes"
    WISH_TOPIC = "wish_topic"
    SITUATION = "situation"
    OBSTACLE = "obstacle"
    TALENTS = "talents"
    STEPS = "steps"


class QuestionType(StrEnum):
    """What a question asks for. Free text can be added to any of them."""

    WORDS = "words"
    CHOICES = "choices"
    LEVELS = "levels"  # choices with a level: languages


class LanguageLevel(StrEnum):
    """How well a person speaks a language, in everyday words."""

    LITTLE = "little"
    EVERYDAY = "everyday"
    WELL = "well"
    MOTHER_TONGUE = "mother_tongue"


_SECTION_OF_LIST = {ListName.TOPIC: Section.WISH_TOPIC, ListName.OBSTACLE: Section.OBSTACLE}


class Question(SQLModel, table=True):
    """A question in the intakes of a shop, which can reword, reorder, add and retire questions. Old answers stay.

    `section`: the part of the story to which its answers belong, and with which they are shared.
    `list`: the list of its choices: the shop's topics, its obstacles, or the question's own answers, whose `grouping`
    is the question's key. None for a question without choices.
    `subject`: the subject of the passage with its free text: "" for the open question of a section, else the key.
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
        """Section and subject of the passage that holds its free text."""
        return self.section, self.subject

    @property
    def has_free_text(self) -> bool:
        """False for obstacles: there each choice has a text of its own, so that each can be shared separately."""
        return self.list != ListName.OBSTACLE

    @property
    def choice_section(self) -> Section:
        """Section of the passages that hold its choices. Their subject is the key of the choice."""
        return _SECTION_OF_LIST.get(self.list, self.section) if self.list else self.section

    def offers(self, item: ListItem) -> bool:
        """Whether this is one of its choices."""
        return item.list == self.list and (self.list != ListName.ANSWER or item.grouping == self.key)

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_nl

    def hint(self, language: str) -> str:
        return (self.hint_en if language == "en" else "") or self.hint_nl


class Intake(SQLModel, table=True):
    """A talk with a person. It can be continued until it has a `finished_at`; finishing the first opens the journey.

    A follow-up starts as a copy of the intake that it follows (`follows_id`) and shows what has changed since.
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
    finished_on: date | None = Field(default=None)  # local date, used in reports

    person: Person = Relationship()
    worker: Worker = Relationship()
    passages: list["Passage"] = Relationship(back_populates="intake")


class Passage(SQLModel, table=True):
    """One piece of the story, saved while it is typed.

    `subject`: the key of a choice (a list item) or of a question, or "" for the open question of a section.
    `version`: the number of times it was saved; saving from an older version is refused.
    """

    __table_args__ = (UniqueConstraint("intake_id", "section", "subject"),)

    id: int = Field(default=None, primary_key=True)
    intake_id: int = Field(foreign_key="intake.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    section: Section = Field(sa_type=enum_column(Section))
    subject: str = Field(default="", max_length=16)
    text: str = Field(default="", max_length=10_000)
    level: str = Field(default="", max_length=20)  # a LanguageLevel, where the question asks for one
    removed: bool = False  # a choice that was unticked, or text that was cleared
    version: int = 1
    changed_by_id: int = Field(foreign_key="worker.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)

    intake: Intake = Relationship(back_populates="passages")

    @property
    def place(self) -> tuple[Section, str]:
        return self.section, self.subject

    @property
    def says(self) -> bool:
        """Whether it holds a text or a choice that was not removed."""
        return not self.removed and bool(self.text or self.subject)
