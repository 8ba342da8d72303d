"""What a talk says, put together again: each question with its words and its choices. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.guidance.intakes.labels import LEVEL_NAMES, SECTION_TITLES
from app.guidance.intakes.models import Passage, Question, Section
from app.shop.lists.models import ListItem


@dataclass(frozen=True)
class ChosenItem:
    """What was chosen, with how well (untranslated, "" where that is not asked) and its own words."""

    item: ListItem
    level: str
    text: str


@dataclass
class Answer:
    """What was said to one question; `question` is None for words of a part that no question asks for any more."""

    question: Question | None
    text: str = ""
    choices: list[ChosenItem] = field(default_factory=list)


@dataclass(frozen=True)
class QuestionBank:
    """A shop's questions in their order, and every choice of theirs: also what is retired, since old talks hold it."""

    questions: Sequence[Question]
    items: Sequence[ListItem]

    def names(self, language: str) -> dict[str, str]:
        """What choices are called, by their key."""
        return {item.key: item.name(language) for item in self.items}

    def called(self, passage: Passage, language: str) -> str:
        """What a passage is about: the name of its choice, or else of its question."""
        if named := self.names(language).get(passage.subject):
            return named
        return next((q.name(language) for q in self.questions if q.has_words and q.place == passage.place), "")


def story_section(section: Section) -> Section:
    """The part of the story in which a passage stands: topics are wishes."""
    return Section.WISHES if section == Section.WISH_TOPIC else section


def answers_by_section(passages: Iterable[Passage], vocabulary: QuestionBank) -> dict[Section, list[Answer]]:
    """What these passages say, by part of the story; every part is there. Only what is given is told."""
    said = {p.place: p for p in passages if p.says}
    found: dict[Section, list[Answer]] = {part: [] for part in SECTION_TITLES}
    for question in vocabulary.questions:
        answer = Answer(question)
        if question.has_words and (words := said.pop(question.place, None)):
            answer.text = words.text
        for item in vocabulary.items:
            if question.offers(item) and (ticked := said.pop((question.ticked_in, item.key), None)):
                answer.choices.append(ChosenItem(item, LEVEL_NAMES.get(ticked.level, ""), ticked.text))
        if answer.text or answer.choices:
            found[story_section(question.section)].append(answer)
    items = {item.key: item for item in vocabulary.items}
    for (section, subject), passage in said.items():  # what nobody asks for any more is told all the same
        alone = Answer(None, passage.text)
        if (choice := items.get(subject)) is not None:
            alone = Answer(None, "", [ChosenItem(choice, LEVEL_NAMES.get(passage.level, ""), passage.text)])
        found[story_section(section)].append(alone)
    return found
