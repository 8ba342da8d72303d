"""What the pages of an import show: where it is, what would come or came of it, and what it asks."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from app.people.people.models import Person
from app.records.register_import import entries, queries
from app.records.register_import.forms import MEANS_NOTHING
from app.records.register_import.models import Import, Question, Stage, WordKind
from app.records.register_import.running import retention
from app.web.i18n import gettext as _
from app.web.i18n import language

MAX_WORDS, MAX_PAIRS = 60, 12  # that are asked about on one page

_STEPS = (
    ("file", frozenset({Stage.LOOKING, Stage.BROKEN})),
    ("columns", frozenset({Stage.COLUMNS})),
    ("questions", frozenset({Stage.READING, Stage.READY})),
    ("written", frozenset({Stage.WRITING, Stage.WRITTEN, Stage.UNDOING, Stage.UNDONE})),
)


@dataclass(frozen=True)
class MonthCounts:
    first: date
    visits: int
    outflow: int
    otherwise: int  # results that are a step, and no outflow


@dataclass(frozen=True)
class WordQuestion:
    """`chosen`: what was answered, or else is the likeliest."""

    question: Question
    about: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class PairSide:
    """One of two who may be one. `known`: who is in the books already; `lines`: of the file that name them."""

    name: str
    facts: list[str]
    known: Person | None
    lines: str


@dataclass(frozen=True)
class PairQuestion:
    question: Question
    sides: list[PairSide]


@dataclass
class Preview:
    visits: int
    tiles: list[tuple[int, str]]
    months: list[MonthCounts]
    results: list[tuple[str, int]]  # by kind, the most frequent first
    refused: list[tuple[str, int, list[int]]]  # why, how many lines, and the first of them
    open_journeys: int
    file_is_kept: bool
    words: list[WordQuestion] = field(default_factory=list)
    settled: list[WordQuestion] = field(default_factory=list)  # that were answered, and can be answered otherwise
    pairs: list[PairQuestion] = field(default_factory=list)
    said: list[PairQuestion] = field(default_factory=list)  # the latest that were answered
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
        "file": _("The file"),
        "columns": _("The columns"),
        "questions": _("What comes of it"),
        "written": _("Written down"),
    }
    now = next(place for place, (_name, stages) in enumerate(_STEPS) if one.stage in stages)
    done = one.stage == Stage.WRITTEN
    return [
        {"text": names[name], "state": "done" if place < now + done else "now" if place == now else ""}
        for place, (name, _stages) in enumerate(_STEPS)
    ]


def preview(db: Session, one: Import) -> Preview:
    """What comes of an import that is counted, or came of one that is written."""
    counts = one.counts
    made = Preview(
        counts["visits"],
        _tiles(counts),
        _months(counts),
        _results(db, one),
        _refused(one),
        counts["open_journeys"],
        retention.has_file(db, one),
        followers=[(w.key, f"{w.name} · {w.organisation.name}") for w in queries.eligible_followers(db, one.shop_id)],
    )
    if one.stage == Stage.READY:
        _add_questions(db, one, made)
    return made


def _tiles(counts: dict[str, Any]) -> list[tuple[int, str]]:
    shown = [
        (counts["visits"], _("visits")),
        (counts["new_persons"], _("new visitors")),
        (counts["known_persons"], _("visitors we knew")),
        (counts["anonymous"], _("visits without a name")),
        (counts["handovers"], _("handovers")),
        (counts["warm"], _("of them warm, as the register tells it")),
        (counts["outcomes"], _("results")),
        (counts["open_journeys"], _("journeys that stay open")),
        (counts["there"], _("lines that were here already")),
    ]
    return [(number, label) for number, label in shown if number]


def _months(counts: dict[str, Any]) -> list[MonthCounts]:
    return [
        MonthCounts(date.fromisoformat(f"{month}-01"), *(got.get(name, 0) for name in ("visits", "results", "steps")))
        for month, got in counts["months"].items()
    ]


def _results(db: Session, one: Import) -> list[tuple[str, int]]:
    kinds = queries.outcome_kinds(db, one.shop_id)
    counted = sorted(one.counts["results"].items(), key=lambda kind: -kind[1])
    return [(kinds[key].name(language.get()) if key in kinds else "?", count) for key, count in counted]


def _refused(one: Import) -> list[tuple[str, int, list[int]]]:
    lines: dict[str, list[int]] = one.counts["refused_lines"]
    return [
        (_(entries.REFUSAL_REASONS[entries.Refusal(why)]), count, lines[why])
        for why, count in sorted(one.counts["refused"].items(), key=lambda reason: -reason[1])
    ]


def _add_questions(db: Session, one: Import, made: Preview) -> None:
    asked = queries.questions(db, one.id)
    made.answered = sum(question.answered_at is not None for question in asked)
    names = {
        WordKind.ORGANISATION: [(key, org.name) for key, org in queries.organisations(db, one.shop_id).items()],
        WordKind.RESULT: [
            (key, item.name(language.get())) for key, item in queries.outcome_kinds(db, one.shop_id).items()
        ],
        WordKind.TOPIC: [(key, item.name(language.get())) for key, item in queries.topics(db, one.shop_id).items()],
    }
    about = {WordKind.ORGANISATION: _("an organisation"), WordKind.RESULT: _("a result"), WordKind.TOPIC: _("what for")}
    meant = queries.meanings(db, one.shop_id)
    words = [
        WordQuestion(q, about[q.kind], names[q.kind], _preselected(q, meant.get((q.kind, q.said))))
        for q in asked
        if q.kind in names
    ]
    made.words = [word for word in words if word.question.answered_at is None][:MAX_WORDS]
    made.settled = [word for word in words if word.question.answered_at is not None][:MAX_WORDS]
    pairs = [question for question in asked if question.kind is None and question.same is None]
    said = [question for question in asked if question.kind is None and question.same is not None]
    said = sorted(said, key=lambda question: str(question.answered_at), reverse=True)[:MAX_PAIRS]
    made.pairs_open = len(pairs)
    shown = [*pairs[:MAX_PAIRS], *said]
    keys = [side[1:] for question in shown for side in (question.one, question.other) if side.startswith("=")]
    known = {person.key: person for person in queries.persons_by_key(db, one.shop_id, keys)}
    made.persons = [person.id for person in known.values()]
    made.pairs = [_pair_question(question, known) for question in pairs[:MAX_PAIRS]]
    made.said = [_pair_question(question, known) for question in said]


def _preselected(question: Question, meant: str | None) -> str:
    if question.answered_at is not None and meant is not None:
        return meant or MEANS_NOTHING
    return question.guess


SHOWN_FACTS = ("birth", "phone", "street", "languages")


def _pair_question(question: Question, known: dict[str, Person]) -> PairQuestion:
    sides = []
    for called, said in zip((question.one, question.other), question.sides, strict=True):
        person = known.get(called[1:]) if called.startswith("=") else None
        facts = _person_facts(person) if person else said
        told = [str(facts[name]) for name in SHOWN_FACTS if facts.get(name)]
        sides.append(PairSide(facts.get("name", ""), told, person, "" if person else str(said.get("lines", ""))))
    return PairQuestion(question, sides)


def _person_facts(person: Person) -> dict[str, Any]:
    born = f"{person.birth_date:%d-%m-%Y}" if person.birth_date else person.birth_year or ""
    return {
        "name": person.name,
        "birth": born,
        "phone": person.phone,
        "street": person.street,
        "languages": person.languages,
    }
