"""What the pages of an import show: where it is, what would come or came of it, and what it asks."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from app.importing import entries, queries
from app.importing.forms import NOTHING
from app.importing.models import Import, Question, Said, Stage
from app.people.models import Person
from app.web import dates
from app.web.i18n import gettext as _
from app.web.i18n import language

WORDS, PAIRS = 60, 12  # that are asked about on one page

_ORDER = (
    ("file", frozenset({Stage.LOOKING, Stage.BROKEN})),
    ("columns", frozenset({Stage.COLUMNS})),
    ("questions", frozenset({Stage.READING, Stage.READY})),
    ("written", frozenset({Stage.WRITING, Stage.WRITTEN, Stage.UNDOING, Stage.UNDONE})),
)


@dataclass(frozen=True)
class Month:
    first: date
    visits: int
    results: list[int]


@dataclass(frozen=True)
class AskedWord:
    """`chosen`: what was answered, or else is the likeliest."""

    question: Question
    about: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Side:
    name: str
    from_where: str


@dataclass(frozen=True)
class AskedPair:
    question: Question
    sides: list[Side]
    compared: list[tuple[str, str, str]]  # what it is, and what each side says of it


@dataclass
class Preview:
    visits: int
    tiles: list[tuple[int, str]]
    months: list[Month]
    refused: list[tuple[str, int, list[int]]]  # why, how many lines, and the first of them
    open_journeys: int
    words: list[AskedWord] = field(default_factory=list)
    pairs: list[AskedPair] = field(default_factory=list)
    pairs_open: int = 0
    answered: int = 0
    followers: list[tuple[str, str]] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)  # whom it shows that are in the books already

    @property
    def refused_lines(self) -> int:
        return sum(count for _why, count, _lines in self.refused)

    @property
    def nothing(self) -> bool:
        return not self.visits


def steps(one: Import) -> list[dict[str, str]]:
    """The way of an import, for the steps above its page."""
    names = {
        "file": _("The file"), "columns": _("The columns"), "questions": _("What comes of it"),
        "written": _("Written down"),
    }  # fmt: skip
    now = next(place for place, (_name, stages) in enumerate(_ORDER) if one.stage in stages)
    done = one.stage in (Stage.WRITTEN, Stage.UNDONE)
    return [
        {"text": names[name], "state": "done" if place < now + done else "now" if place == now else ""}
        for place, (name, _stages) in enumerate(_ORDER)
    ]  # fmt: skip


def preview(db: Session, one: Import) -> Preview:
    """What comes of an import that is counted, or came of one that is written."""
    counts = one.counts
    made = Preview(
        counts["visits"], _tiles(counts), _months(counts), _refused(one), counts["open_journeys"],
        followers=[(w.key, f"{w.name} · {w.organisation.name}") for w in queries.followers(db, one.shop_id)],
    )  # fmt: skip
    if one.stage == Stage.READY:
        _ask(db, one, made)
    return made


def _tiles(counts: dict[str, Any]) -> list[tuple[int, str]]:
    shown = [
        (counts["visits"], _("visits")), (counts["new_persons"], _("new visitors")),
        (counts["known_persons"], _("visitors we knew")), (counts["anonymous"], _("visits without a name")),
        (counts["handovers"], _("handovers")), (counts["warm"], _("of them warm, as the register tells it")),
        (counts["outcomes"], _("results")), (counts["open_journeys"], _("journeys that stay open")),
        (counts["there"], _("lines that were here already")),
    ]  # fmt: skip
    return [(number, label) for number, label in shown if number]


def _months(counts: dict[str, Any]) -> list[Month]:
    return [
        Month(date(int(month[:4]), int(month[5:]), 1), got.get("visits", 0), [got.get("results", 0)])
        for month, got in counts["months"].items()
    ]


def _refused(one: Import) -> list[tuple[str, int, list[int]]]:
    lines: dict[str, list[int]] = one.counts["refused_lines"]
    return [
        (_(entries.WORDS[entries.Refusal(why)]), count, lines[why])
        for why, count in sorted(one.counts["refused"].items(), key=lambda reason: -reason[1])
    ]


def _ask(db: Session, one: Import, made: Preview) -> None:
    asked = queries.questions(db, one.id)
    made.answered = sum(question.answered_at is not None for question in asked)
    names = {
        Said.ORGANISATION: [(key, org.name) for key, org in queries.organisations(db, one.shop_id).items()],
        Said.RESULT: [(key, item.name(language.get())) for key, item in queries.kinds(db, one.shop_id).items()],
    }
    about = {Said.ORGANISATION: _("an organisation"), Said.RESULT: _("a result")}
    meant = queries.meanings(db, one.shop_id)
    made.words = [
        AskedWord(q, about[q.kind], names[q.kind], _chosen(q, meant.get((q.kind, q.said))))
        for q in asked if q.kind in names
    ][:WORDS]  # fmt: skip
    pairs = [question for question in asked if question.kind is None and question.same is None]
    made.pairs_open = len(pairs)
    keys = [side[1:] for question in pairs[:PAIRS] for side in (question.one, question.other) if side.startswith("=")]
    known = {person.key: person for person in queries.persons_called(db, one.shop_id, keys)}
    made.persons = [person.id for person in known.values()]
    made.pairs = [_pair(question, known) for question in pairs[:PAIRS]]


def _chosen(question: Question, meant: str | None) -> str:
    if question.answered_at is not None and meant is not None:
        return meant or NOTHING
    return question.guess


def _pair(question: Question, known: dict[str, Person]) -> AskedPair:
    facts = [
        _facts_of(known[side[1:]]) if side[1:] in known else said
        for side, said in zip((question.one, question.other), [*question.sides, {}, {}][:2], strict=True)
    ]
    labels = {
        "birth": _("Birth year or date of birth"), "phone": _("Phone"), "street": _("Street"),
        "languages": _("Languages"), "lines": _("On the lines"),
    }  # fmt: skip
    sides = [
        Side(said.get("name", ""), _("is here already") if side.startswith("=") else _("in the file"))
        for side, said in zip((question.one, question.other), facts, strict=True)
    ]
    compared = [(label, str(facts[0].get(name, "")), str(facts[1].get(name, ""))) for name, label in labels.items()]
    return AskedPair(question, sides, [line for line in compared if line[1] or line[2]])


def _facts_of(person: Person) -> dict[str, Any]:
    born = dates.day_year(person.birth_date) if person.birth_date else person.birth_year or ""
    return {
        "name": person.name, "birth": born, "phone": person.phone, "street": person.street,
        "languages": person.languages, "lines": "",
    }  # fmt: skip
