"""Groups the passages of an intake into answers: each question with its text and choices. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.guidance.intakes.labels import LEVEL_NAMES, SECTION_TITLES
from app.guidance.intakes.models import Passage, Question, Section
from app.shop.lists.models import ListItem


@dataclass(frozen=True)
class ChosenItem:
    """A chosen item, its untranslated level label ("" if none) and the text added to it."""

    item: ListItem
    level: str
    text: str


@dataclass
class Answer:
    """The answer to one question; `question` is None when the question no longer exists."""

    question: Question | None
    text: str = ""
    choices: list[ChosenItem] = field(default_factory=list)


@dataclass(frozen=True)
class QuestionBank:
    """A shop's questions in order and all their choices, including retired ones, which old intakes may contain."""

    questions: Sequence[Question]
    items: Sequence[ListItem]

    def names(self, language: str) -> dict[str, str]:
        """The names of all choices, by item key."""
        return {item.key: item.name(language) for item in self.items}

    def called(self, passage: Passage, language: str) -> str:
        """The name of the passage's choice, or else of its question."""
        if named := self.names(language).get(passage.subject):
            return named
        return next((q.name(language) for q in self.questions if q.has_free_text and q.place == passage.place), "")


def story_section(section: Section) -> Section:
    """The part of the story to which a section belongs: topics belong to the wishes."""
    return Section.WISHES if section == Section.WISH_TOPIC else section


def answers_by_section(passages: Iterable[Passage], bank: QuestionBank) -> dict[Section, list[Answer]]:
    """The answers in these passages, by part of the story. Every part is present, if only as an empty list."""
    remaining = {p.place: p for p in passages if p.says}
    found: dict[Section, list[Answer]] = {section: [] for section in SECTION_TITLES}
    for question in bank.questions:
        answer = Answer(question)
        if question.has_free_text and (free_text := remaining.pop(question.place, None)):
            answer.text = free_text.text
        for item in bank.items:
            if question.offers(item) and (chosen := remaining.pop((question.choice_section, item.key), None)):
                answer.choices.append(ChosenItem(item, LEVEL_NAMES.get(chosen.level, ""), chosen.text))
        if answer.text or answer.choices:
            found[story_section(question.section)].append(answer)
    items = {item.key: item for item in bank.items}
    for (section, subject), passage in remaining.items():  # answers to questions that no longer exist are shown as well
        answer = Answer(None, passage.text)
        if (choice := items.get(subject)) is not None:
            answer = Answer(None, "", [ChosenItem(choice, LEVEL_NAMES.get(passage.level, ""), passage.text)])
        found[story_section(section)].append(answer)
    return found
