"""The talk as its page shows it: a card for each part of the story, with its questions in the shop's order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.guidance.intakes.answer_rules import QuestionBank
from app.guidance.intakes.diff_rules import Change
from app.guidance.intakes.labels import SECTION_TITLES
from app.guidance.intakes.models import Intake, Passage, Question, QuestionType, Section
from app.shop.lists.models import ListItem

PassageKey = tuple[Section, str]


@dataclass
class PassageView:
    """One passage on the page: what is kept, what it was before, and what goes wrong with what was typed."""

    section: Section
    subject: str = ""
    name: str = ""  # of the choice, or of the question whose words these are
    hint: str = ""
    rows: int = 4
    text: str = ""
    ticked: bool = False
    version: int = 0
    kept_at: datetime | None = None
    change: Change | None = None
    error: str = ""
    stale: Passage | None = None  # what a colleague kept in the meantime
    stale_by: str = ""
    listed: bool = False  # a choice with words of its own, and a box to tick

    @property
    def id(self) -> str:
        return f"{self.section.value}-{self.subject}" if self.subject else self.section.value

    @property
    def in_use(self) -> bool:
        return bool(self.text or self.error or self.stale or self.change)


@dataclass(frozen=True)
class ChoiceOption:
    """A choice that is offered, or was made before it was retired. `level`: how well, once that is chosen."""

    key: str
    name: str
    chosen: bool
    level: str = ""

    @property
    def sent(self) -> str:
        """As a form sends it."""
        return f"{self.key}:{self.level}" if self.level else self.key


@dataclass
class QuestionView:
    """One question of the page: its words, or its choices with their words beside them."""

    question: Question
    name: str
    hint: str
    words: PassageView | None = None
    options: list[ChoiceOption] = field(default_factory=list)
    listed: list[PassageView] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)  # of its choices
    stale: list[tuple[Passage, str]] = field(default_factory=list)  # a colleague's, and mine
    leads: bool = False  # the first of its card, which is not folded away

    @property
    def id(self) -> str:
        return f"q-{self.question.code}"

    @property
    def levels(self) -> bool:
        return self.question.asks == QuestionType.LEVELS

    @property
    def chosen(self) -> list[ChoiceOption]:
        return [option for option in self.options if option.chosen]

    @property
    def in_use(self) -> bool:
        """Whether it says something already: then it is not folded away."""
        return bool(self.chosen or self.changes or self.stale or (self.words and self.words.in_use))


@dataclass
class IntakeView:
    """Everything that templates/talks/talk.html shows of a talk."""

    talk: Intake
    cards: list[tuple[Section, list[QuestionView]]]
    names: dict[str, str]  # of choices, by key

    @property
    def asked(self) -> Iterable[QuestionView]:
        return (asked for _, questions in self.cards for asked in questions)

    def part(self, section: Section, subject: str) -> PassageView | None:
        """The part that a passage belongs to, if the talk has it."""
        every = (p for asked in self.asked for p in (asked.words, *asked.listed) if p is not None)
        return next((p for p in every if (p.section, p.subject) == (section, subject)), None)

    def question(self, key: str) -> QuestionView | None:
        """A question with choices to tick, if the talk has it."""
        every = (asked for asked in self.asked if asked.question.list and asked.words)
        return next((asked for asked in every if asked.question.key == key), None)


def build_intake_view(
    talk: Intake, passages: Sequence[Passage], vocabulary: QuestionBank, changes: Iterable[Change], language: str
) -> IntakeView:
    """The talk with its passages in their places. What is retired shows where it was used."""
    known, changed = {p.place: p for p in passages}, {c.place: c for c in changes}
    cards: dict[Section, list[QuestionView]] = {part: [] for part in SECTION_TITLES}
    for question in vocabulary.questions:
        asked = _question_view(talk, question, vocabulary.items, known, changed, language)
        if question.retired_at is None or asked.in_use:
            asked.leads = not cards[question.section]
            cards[question.section].append(asked)
    return IntakeView(talk, [(part, found) for part, found in cards.items() if found], vocabulary.names(language))


def _question_view(
    talk: Intake,
    question: Question,
    items: Iterable[ListItem],
    known: dict[PassageKey, Passage],
    changed: dict[PassageKey, Change],
    language: str,
) -> QuestionView:
    def part(name: str, section: Section, subject: str, **more: bool | int | str) -> PassageView:
        found = PassageView(section, subject, name, change=changed.get((section, subject)), **more)  # type: ignore[arg-type]
        return _with_saved(found, known.get((section, subject)), talk)

    asked = QuestionView(question, question.name(language), question.hint(language))
    if question.has_words:
        rows = 4 if question.asks == QuestionType.WORDS else 1
        asked.words = part(asked.name, *question.place, hint=asked.hint, rows=rows)
    for item in (item for item in items if question.offers(item)):
        place = question.ticked_in, item.key
        chosen = place in known and known[place].says
        if not question.has_words:
            if item.retired_at is None or place in known:
                asked.listed.append(part(item.name(language), *place, listed=True, rows=2))
            continue
        if item.retired_at is None or chosen:
            asked.options.append(
                ChoiceOption(item.key, item.name(language), chosen, known[place].level if chosen else "")
            )
        if place in changed:
            asked.changes.append(changed[place])
    return asked


def _with_saved(part: PassageView, passage: Passage | None, talk: Intake) -> PassageView:
    """The part with what is kept filled in. What the talk before said was not saved in this one."""
    if passage is not None:
        part.text, part.version, part.ticked = passage.text, passage.version, not passage.removed
        part.kept_at = passage.changed_at if passage.changed_at >= talk.started_at else None
    return part
