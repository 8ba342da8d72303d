"""What the words of a register mean: what somebody said before, else what is surely meant, else a question."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.core.text_rules import fold
from app.records.register_import.entries import RegisterEntry
from app.records.register_import.models import WordKind

EXAMPLES = 3
MAX_TERM_LENGTH = 200
MIN_TOPIC_LINES = 5  # lines

BestMatch = Callable[[str, Mapping[str, Sequence[str]]], tuple[str, float]]
T = TypeVar("T")


@dataclass
class Term:
    """A word that stands in a register, with the lines it stands on. `meant`: the key, "" for nothing, None: ask."""

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
    """Every word of the lines that come along, the most frequent first."""
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
    """What each word that is understood stands for; None is nothing."""
    return {word.said: things.get(word.meant) for word in found if word.kind == kind and word.meant is not None}


def unresolved(found: Iterable[Term]) -> list[Term]:
    """What must be settled by somebody. What for is often said in words of one's own: those are only asked about when
    they come back, and stay as they are otherwise."""
    return [
        word for word in found if word.meant is None and (word.kind != WordKind.TOPIC or word.rows >= MIN_TOPIC_LINES)
    ]


def names_by_key(things: Mapping[str, Any], names: Callable[[Any], Sequence[str]]) -> dict[str, list[str]]:
    """Choices as `closest` takes them."""
    made: dict[str, list[str]] = defaultdict(list)
    for key, thing in things.items():
        made[key] = [name for name in names(thing) if name]
    return dict(made)
