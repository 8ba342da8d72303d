"""View models for the pages of an import: its steps, its counts, and its questions."""

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

MAX_WORDS, MAX_PAIRS = 60, 12  # questions on one page

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
    other_results: int  # steps, which are not outflow


@dataclass(frozen=True)
class WordQuestion:
    """`chosen`: the answer, or else the most likely choice."""

    question: Question
    about: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class PairSide:
    """One of two persons who may be the same. `person`: the existing person; `lines`: their lines in the file."""

    name: str
    facts: list[str]
    person: Person | None
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
    results: list[tuple[str, int]]  # by kind, most frequent first
    refused: list[tuple[str, int, list[int]]]  # reason, number of lines, and the first of these lines
    open_journeys: int
    has_file: bool
    words: list[WordQuestion] = field(default_factory=list)
    answered_words: list[WordQuestion] = field(default_factory=list)  # their answers can still be changed
    pairs: list[PairQuestion] = field(default_factory=list)
    answered_pairs: list[PairQuestion] = field(default_factory=list)  # the most recent ones
    open_pairs: int = 0
    answered: int = 0
    followers: list[tuple[str, str]] = field(default_factory=list)
    person_ids: list[int] = field(default_factory=list)  # existing persons that the page shows, for the audit log

    @property
    def refused_lines(self) -> int:
        return sum(count for _why, count, _lines in self.refused)

    @property
    def is_empty(self) -> bool:
        return not self.visits


def steps(imported: Import) -> list[dict[str, str]]:
    """The steps shown above the page, each with its state."""
    names = {
        "file": _("The file"),
        "columns": _("The columns"),
        "questions": _("What you will get"),
        "written": _("Saving"),
    }
    now = next(place for place, (_name, stages) in enumerate(_STEPS) if imported.stage in stages)
    done = imported.stage == Stage.WRITTEN
    return [
        {"text": names[name], "state": "done" if place < now + done else "now" if place == now else ""}
        for place, (name, _stages) in enumerate(_STEPS)
    ]


def preview(db: Session, imported: Import) -> Preview:
    """The figures of an import that is counted or written, and the questions of one that is READY."""
    counts = imported.counts
    shown = Preview(
        counts["visits"],
        _tiles(counts),
        _months(counts),
        _results(db, imported),
        _refused(imported),
        counts["open_journeys"],
        retention.has_file(db, imported),
        followers=[
            (w.key, f"{w.name} · {w.organisation.name}") for w in queries.eligible_followers(db, imported.shop_id)
        ],
    )
    if imported.stage == Stage.READY:
        _add_questions(db, imported, shown)
    return shown


def _tiles(counts: dict[str, Any]) -> list[tuple[int, str]]:
    shown = [
        (counts["visits"], _("visits")),
        (counts["new_persons"], _("new visitors")),
        (counts["known_persons"], _("visitors we already knew")),
        (counts["anonymous"], _("visits without a name")),
        (counts["handovers"], _("handovers")),
        (counts["warm"], _("of them warm, according to the register")),
        (counts["outcomes"], _("results")),
        (counts["open_journeys"], _("journeys that stay open")),
        (counts["there"], _("lines that were imported before")),
    ]
    return [(number, label) for number, label in shown if number]


def _months(counts: dict[str, Any]) -> list[MonthCounts]:
    return [
        MonthCounts(date.fromisoformat(f"{month}-01"), *(got.get(name, 0) for name in ("visits", "results", "steps")))
        for month, got in counts["months"].items()
    ]


def _results(db: Session, imported: Import) -> list[tuple[str, int]]:
    kinds = queries.outcome_kinds(db, imported.shop_id)
    counted = sorted(imported.counts["results"].items(), key=lambda kind: -kind[1])
    return [(kinds[key].name(language.get()) if key in kinds else "?", count) for key, count in counted]


def _refused(imported: Import) -> list[tuple[str, int, list[int]]]:
    lines: dict[str, list[int]] = imported.counts["refused_lines"]
    return [
        (_(entries.REFUSAL_REASONS[entries.Refusal(why)]), count, lines[why])
        for why, count in sorted(imported.counts["refused"].items(), key=lambda reason: -reason[1])
    ]


def _add_questions(db: Session, imported: Import, shown: Preview) -> None:
    asked = queries.questions(db, imported.id)
    shown.answered = sum(question.answered_at is not None for question in asked)
    names = {
        WordKind.ORGANISATION: [(key, org.name) for key, org in queries.organisations(db, imported.shop_id).items()],
        WordKind.RESULT: [
            (key, item.name(language.get())) for key, item in queries.outcome_kinds(db, imported.shop_id).items()
        ],
        WordKind.TOPIC: [
            (key, item.name(language.get())) for key, item in queries.topics(db, imported.shop_id).items()
        ],
    }
    about = {WordKind.ORGANISATION: _("an organisation"), WordKind.RESULT: _("a result"), WordKind.TOPIC: _("what for")}
    meant = queries.meanings(db, imported.shop_id)
    words = [
        WordQuestion(q, about[q.kind], names[q.kind], _preselected(q, meant.get((q.kind, q.said))))
        for q in asked
        if q.kind in names
    ]
    shown.words = [word for word in words if word.question.answered_at is None][:MAX_WORDS]
    shown.answered_words = [word for word in words if word.question.answered_at is not None][:MAX_WORDS]
    pairs = [question for question in asked if question.kind is None and question.same is None]
    answered = [question for question in asked if question.kind is None and question.same is not None]
    answered = sorted(answered, key=lambda question: str(question.answered_at), reverse=True)[:MAX_PAIRS]
    shown.open_pairs = len(pairs)
    listed = [*pairs[:MAX_PAIRS], *answered]
    keys = [side[1:] for question in listed for side in (question.one, question.other) if side.startswith("=")]
    known = {person.key: person for person in queries.persons_by_key(db, imported.shop_id, keys)}
    shown.person_ids = [person.id for person in known.values()]
    shown.pairs = [_pair_question(question, known) for question in pairs[:MAX_PAIRS]]
    shown.answered_pairs = [_pair_question(question, known) for question in answered]


def _preselected(question: Question, meant: str | None) -> str:
    if question.answered_at is not None and meant is not None:
        return meant or MEANS_NOTHING
    return question.guess


SHOWN_FACTS = ("birth", "phone", "street", "languages")


def _pair_question(question: Question, known: dict[str, Person]) -> PairQuestion:
    sides = []
    for side, details in zip((question.one, question.other), question.sides, strict=True):
        person = known.get(side[1:]) if side.startswith("=") else None
        facts = _person_facts(person) if person else details
        shown = [str(facts[name]) for name in SHOWN_FACTS if facts.get(name)]
        sides.append(PairSide(facts.get("name", ""), shown, person, "" if person else str(details.get("lines", ""))))
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
