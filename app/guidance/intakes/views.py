"""The talk as its page shows it: a card for each part of the story, with its questions in the shop's order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.guidance.intakes.answer_rules import Vocabulary
from app.guidance.intakes.diff_rules import Change
from app.guidance.intakes.labels import PARTS
from app.guidance.intakes.models import Asks, Intake, Passage, Question, Section
from app.shop.lists.models import ListItem

Place = tuple[Section, str]


@dataclass
class Part:
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
class Option:
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
class Asked:
    """One question of the page: its words, or its choices with their words beside them."""

    question: Question
    name: str
    hint: str
    words: Part | None = None
    options: list[Option] = field(default_factory=list)
    listed: list[Part] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)  # of its choices
    stale: list[tuple[Passage, str]] = field(default_factory=list)  # a colleague's, and mine
    leads: bool = False  # the first of its card, which is not folded away

    @property
    def id(self) -> str:
        return f"q-{self.question.code}"

    @property
    def levels(self) -> bool:
        return self.question.asks == Asks.LEVELS

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]

    @property
    def in_use(self) -> bool:
        """Whether it says something already: then it is not folded away."""
        return bool(self.chosen or self.changes or self.stale or (self.words and self.words.in_use))


@dataclass
class TalkPage:
    """Everything that templates/talks/talk.html shows of a talk."""

    talk: Intake
    cards: list[tuple[Section, list[Asked]]]
    names: dict[str, str]  # of choices, by key

    @property
    def asked(self) -> Iterable[Asked]:
        return (asked for _, questions in self.cards for asked in questions)

    def part(self, section: Section, subject: str) -> Part | None:
        """The part that a passage belongs to, if the talk has it."""
        every = (p for asked in self.asked for p in (asked.words, *asked.listed) if p is not None)
        return next((p for p in every if (p.section, p.subject) == (section, subject)), None)

    def question(self, key: str) -> Asked | None:
        """A question with choices to tick, if the talk has it."""
        every = (asked for asked in self.asked if asked.question.list and asked.words)
        return next((asked for asked in every if asked.question.key == key), None)


def lay_out(
    talk: Intake, passages: Sequence[Passage], vocabulary: Vocabulary, changes: Iterable[Change], language: str
) -> TalkPage:
    """The talk with its passages in their places. What is retired shows where it was used."""
    known, changed = {p.place: p for p in passages}, {c.place: c for c in changes}
    cards: dict[Section, list[Asked]] = {part: [] for part in PARTS}
    for question in vocabulary.questions:
        asked = _asked(talk, question, vocabulary.items, known, changed, language)
        if question.retired_at is None or asked.in_use:
            asked.leads = not cards[question.section]
            cards[question.section].append(asked)
    return TalkPage(talk, [(part, found) for part, found in cards.items() if found], vocabulary.names(language))


def _asked(
    talk: Intake,
    question: Question,
    items: Iterable[ListItem],
    known: dict[Place, Passage],
    changed: dict[Place, Change],
    language: str,
) -> Asked:
    def part(name: str, section: Section, subject: str, **more: bool | int | str) -> Part:
        found = Part(section, subject, name, change=changed.get((section, subject)), **more)  # type: ignore[arg-type]
        return _kept(found, known.get((section, subject)), talk)

    asked = Asked(question, question.name(language), question.hint(language))
    if question.has_words:
        rows = 4 if question.asks == Asks.WORDS else 1
        asked.words = part(asked.name, *question.place, hint=asked.hint, rows=rows)
    for item in (item for item in items if question.offers(item)):
        place = question.ticked_in, item.key
        chosen = place in known and known[place].says
        if not question.has_words:
            if item.retired_at is None or place in known:
                asked.listed.append(part(item.name(language), *place, listed=True, rows=2))
            continue
        if item.retired_at is None or chosen:
            asked.options.append(Option(item.key, item.name(language), chosen, known[place].level if chosen else ""))
        if place in changed:
            asked.changes.append(changed[place])
    return asked


def _kept(part: Part, passage: Passage | None, talk: Intake) -> Part:
    """The part with what is kept filled in. What the talk before said was not saved in this one."""
    if passage is not None:
        part.text, part.version, part.ticked = passage.text, passage.version, not passage.removed
        part.kept_at = passage.changed_at if passage.changed_at >= talk.started_at else None
    return part
