"""The words of a register and their meanings: a remembered meaning, else a certain match, else a question. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.core.text_rules import fold
from app.records.register_import.entries import RegisterEntry
from app.records.register_import.models import WordKind

EXAMPLES = 3
MAX_TERM_LENGTH = 200
MIN_TOPIC_LINES = 5  # a topic is only asked about from this number of lines

BestMatch = Callable[[str, Mapping[str, Sequence[str]]], tuple[str, float]]
T = TypeVar("T")


@dataclass
class Term:
    """A word in a register. `rows`: the number of lines with it. `meant`: the key of its meaning, "" for no meaning,
    None when it has to be asked."""

    kind: WordKind
    said: str  # folded
    rows: int = 0
    examples: list[str] = field(default_factory=list)
    meant: str | None = None
    guess: str = ""
    score: float = 0.0


def terms(
    entries: Iterable[RegisterEntry],
    meanings: Mapping[tuple[WordKind, str], str],
    choices: Mapping[WordKind, Mapping[str, Sequence[str]]],
    best_match: BestMatch,
    sure: float,
) -> list[Term]:
    """The words of all lines that are not refused, most frequent first.

    `meanings`: what was answered before. `choices`: for each kind the keys, each with its names.
    `sure`: a match with at least this score counts as certain.
    """
    by_word: dict[tuple[WordKind, str], Term] = {}
    for entry in entries:
        if entry.refusal is not None:
            continue
        on_line = (
            (WordKind.ORGANISATION, entry.partner),
            (WordKind.ORGANISATION, entry.spoken_with),
            (WordKind.RESULT, entry.result),
            (WordKind.TOPIC, entry.about),
        )
        for kind, spelling in {(kind, spelling) for kind, spelling in on_line if spelling}:
            said = fold(spelling)[:MAX_TERM_LENGTH]
            term = by_word.setdefault((kind, said), Term(kind, said))
            term.rows += 1
            if spelling not in term.examples and len(term.examples) < EXAMPLES:
                term.examples.append(spelling)
    for (kind, said), term in by_word.items():
        meant = meanings.get((kind, said))
        if meant is not None and (not meant or meant in choices[kind]):
            term.meant = meant
            continue
        term.guess, term.score = best_match(term.examples[0], choices[kind])
        if term.guess and term.score >= sure:
            term.meant = term.guess
    return sorted(by_word.values(), key=lambda term: (-term.rows, term.kind, term.said))


def resolved(terms: Iterable[Term], kind: WordKind, things: Mapping[str, T]) -> dict[str, T | None]:
    """The thing that each understood term refers to, by word; None for a term without a meaning."""
    return {term.said: things.get(term.meant) for term in terms if term.kind == kind and term.meant is not None}


def unresolved(terms: Iterable[Term]) -> list[Term]:
    """The words that a coordinator has to explain. Topics are often free text, so they are only asked about when they
    recur; otherwise they stay as they are."""
    return [
        term for term in terms if term.meant is None and (term.kind != WordKind.TOPIC or term.rows >= MIN_TOPIC_LINES)
    ]


def names_by_key(things: Mapping[str, Any], names: Callable[[Any], Sequence[str]]) -> dict[str, list[str]]:
    """The names of each thing by its key, as BestMatch takes them."""
    return {key: [name for name in names(thing) if name] for key, thing in things.items()}
