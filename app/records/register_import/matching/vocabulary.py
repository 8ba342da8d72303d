"""The words of a register and their meanings: a remembered meaning, else a certain match, else a question. Pure."""

from collections import defaultdict
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
    closest: BestMatch,
    sure: float,
) -> list[Term]:
    """The words of all lines that are not refused, most frequent first.

    `meanings`: what was answered before. `choices`: for each kind the keys, each with its names.
    `sure`: a match with at least this score counts as certain.
    """
    found: dict[tuple[WordKind, str], Term] = {}
    for entry in entries:
        if entry.refusal is not None:
            continue
        on_line = (
            (WordKind.ORGANISATION, entry.partner),
            (WordKind.ORGANISATION, entry.spoken_with),
            (WordKind.RESULT, entry.result),
            (WordKind.TOPIC, entry.about),
        )
        for kind, spelt in {(kind, spelt) for kind, spelt in on_line if spelt}:
            said = fold(spelt)[:MAX_TERM_LENGTH]
            word = found.setdefault((kind, said), Term(kind, said))
            word.rows += 1
            if spelt not in word.examples and len(word.examples) < EXAMPLES:
                word.examples.append(spelt)
    for (kind, said), word in found.items():
        meant = meanings.get((kind, said))
        if meant is not None and (not meant or meant in choices[kind]):
            word.meant = meant
            continue
        word.guess, word.score = closest(word.examples[0], choices[kind])
        if word.guess and word.score >= sure:
            word.meant = word.guess
    return sorted(found.values(), key=lambda word: (-word.rows, word.kind, word.said))


def resolved(found: Iterable[Term], kind: WordKind, things: Mapping[str, T]) -> dict[str, T | None]:
    """The thing that each understood word refers to, by word; None for a word without a meaning."""
    return {word.said: things.get(word.meant) for word in found if word.kind == kind and word.meant is not None}


def unresolved(found: Iterable[Term]) -> list[Term]:
    """The words that a coordinator has to explain. Topics are often free text, so they are only asked about when they
    recur; otherwise they stay as they are."""
    return [
        word for word in found if word.meant is None and (word.kind != WordKind.TOPIC or word.rows >= MIN_TOPIC_LINES)
    ]


def names_by_key(things: Mapping[str, Any], names: Callable[[Any], Sequence[str]]) -> dict[str, list[str]]:
    """The names of each thing by its key, as BestMatch takes them."""
    made: dict[str, list[str]] = defaultdict(list)
    for key, thing in things.items():
        made[key] = [name for name in names(thing) if name]
    return dict(made)
