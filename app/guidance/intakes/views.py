"""View model of the intake page: a card for each part of the story, with its questions in the shop's order."""

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
    """One passage on the page: its saved text, its change since the last intake, and errors in what was typed."""

    section: Section
    subject: str = ""
    name: str = ""  # of the choice or the question
    hint: str = ""
    rows: int = 4
    text: str = ""
    ticked: bool = False
    version: int = 0
    saved_at: datetime | None = None
    change: Change | None = None
    error: str = ""
    stale: Passage | None = None  # what a colleague saved in the meantime
    stale_by: str = ""
    is_choice: bool = False  # a choice with a checkbox and a text of its own

    @property
    def id(self) -> str:
        return f"{self.section.value}-{self.subject}" if self.subject else self.section.value

    @property
    def has_content(self) -> bool:
        return bool(self.text or self.error or self.stale or self.change)


@dataclass(frozen=True)
class ChoiceOption:
    """A choice that can be made, or that was made before it was retired. `level`: the chosen level, if any."""

    key: str
    name: str
    chosen: bool
    level: str = ""

    @property
    def form_value(self) -> str:
        """The value that a form sends for it."""
        return f"{self.key}:{self.level}" if self.level else self.key


@dataclass
class QuestionView:
    """One question of the page, with its free text and its choices."""

    question: Question
    name: str
    hint: str
    free_text: PassageView | None = None
    options: list[ChoiceOption] = field(default_factory=list)
    choice_texts: list[PassageView] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)  # in its choices
    stale: list[tuple[Passage, str]] = field(default_factory=list)  # by a colleague, and the level chosen here
    is_first: bool = False  # the first of its card, which is not collapsible

    @property
    def id(self) -> str:
        return f"q-{self.question.code}"

    @property
    def has_levels(self) -> bool:
        return self.question.asks == QuestionType.LEVELS

    @property
    def chosen(self) -> list[ChoiceOption]:
        return [option for option in self.options if option.chosen]

    @property
    def has_content(self) -> bool:
        """Whether it has content; then it is shown expanded."""
        return bool(self.chosen or self.changes or self.stale or (self.free_text and self.free_text.has_content))


@dataclass
class IntakeView:
    """Everything that templates/guidance/intakes/intake.html shows of an intake."""

    intake: Intake
    cards: list[tuple[Section, list[QuestionView]]]
    names: dict[str, str]  # of choices, by key

    @property
    def questions(self) -> list[QuestionView]:
        return [view for _, views in self.cards for view in views]

    def passage(self, section: Section, subject: str) -> PassageView | None:
        """The passage of this section and subject, if it is on the page."""
        for question in self.questions:
            for view in (question.free_text, *question.choice_texts):
                if view is not None and (view.section, view.subject) == (section, subject):
                    return view
        return None

    def question(self, key: str) -> QuestionView | None:
        """The question with this key, if it is on the page and has choices to tick."""
        for view in self.questions:
            if view.question.key == key and view.question.list and view.free_text:
                return view
        return None


def build_intake_view(
    intake: Intake, passages: Sequence[Passage], bank: QuestionBank, changes: Iterable[Change], language: str
) -> IntakeView:
    """Builds the page from an intake and its passages. Retired questions and choices appear only where used."""
    known, changed = {p.place: p for p in passages}, {c.place: c for c in changes}
    cards: dict[Section, list[QuestionView]] = {section: [] for section in SECTION_TITLES}
    for question in bank.questions:
        view = _question_view(intake, question, bank.items, known, changed, language)
        if question.retired_at is None or view.has_content:
            view.is_first = not cards[question.section]
            cards[question.section].append(view)
    return IntakeView(intake, [(section, views) for section, views in cards.items() if views], bank.names(language))


def _question_view(
    intake: Intake,
    question: Question,
    items: Iterable[ListItem],
    known: dict[PassageKey, Passage],
    changed: dict[PassageKey, Change],
    language: str,
) -> QuestionView:
    view = QuestionView(question, question.name(language), question.hint(language))
    if question.has_free_text:
        rows = 4 if question.asks == QuestionType.WORDS else 1
        view.free_text = PassageView(*question.place, view.name, view.hint, rows)
        _fill_in(view.free_text, intake, known, changed)
    for item in (item for item in items if question.offers(item)):
        place = question.choice_section, item.key
        chosen = place in known and known[place].says
        if not question.has_free_text:
            if item.retired_at is None or place in known:
                choice_text = PassageView(*place, item.name(language), rows=2, is_choice=True)
                _fill_in(choice_text, intake, known, changed)
                view.choice_texts.append(choice_text)
            continue
        if item.retired_at is None or chosen:
            view.options.append(
                ChoiceOption(item.key, item.name(language), chosen, known[place].level if chosen else "")
            )
        if place in changed:
            view.changes.append(changed[place])
    return view


def _fill_in(
    view: PassageView, intake: Intake, known: dict[PassageKey, Passage], changed: dict[PassageKey, Change]
) -> None:
    """Fills in the saved passage and its change. `saved_at` stays empty for a text copied from the earlier intake."""
    key = (view.section, view.subject)
    view.change = changed.get(key)
    passage = known.get(key)
    if passage is not None:
        view.text, view.version, view.ticked = passage.text, passage.version, not passage.removed
        view.saved_at = passage.changed_at if passage.changed_at >= intake.started_at else None
