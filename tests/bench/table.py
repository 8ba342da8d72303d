"""What a measure says: a figure, its goal, whether it is met, and what it rests on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Say = Callable[[str], None]


@dataclass(frozen=True)
class Row:
    """One line of the table. `met` is None where there is no goal: the figure is only told."""

    what: str
    figure: str
    goal: str = ""
    met: bool | None = None
    rests_on: str = ""


def _told(figure: float) -> str:
    """Shares to a thousandth: 0.949 is not 0.95."""
    return f"{figure:.3f}" if figure < 1 else f"{figure:.2f}"


def at_least(what: str, figure: float, goal: float, rests_on: str = "", unit: str = "") -> Row:
    return Row(what, f"{_told(figure)}{unit}", f"≥ {goal:g}{unit}", figure >= goal, rests_on)


def at_most(what: str, figure: float, goal: float, rests_on: str = "", unit: str = "") -> Row:
    return Row(what, f"{_told(figure)}{unit}", f"≤ {goal:g}{unit}", figure <= goal, rests_on)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` of all lie (nearest rank); 0 when there is none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


def table(rows: Sequence[Row]) -> str:
    """All rows below one another, and how many of the goals are met."""
    words = {True: "met", False: "NOT MET", None: ""}
    lines = [("measure", "figure", "goal", "", "rests on")]
    lines += [(row.what, row.figure, row.goal, words[row.met], row.rests_on) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    texts = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]]) for line in lines
    ]
    goals = [row.met for row in rows if row.met is not None]
    return "\n".join([*(text.rstrip() for text in texts), "", f"{sum(goals)} of {len(goals)} goals met"])
