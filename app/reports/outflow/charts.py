"""Positions of the bars in the chart; the template adds the words and the marks. Pure."""

from dataclasses import dataclass
from math import ceil

from app.reports.outflow.report import Figure, ReportRow

CSS_CLASSES = ("c-work", "c-learn", "c-study", "c-intern")
WIDTH, HEIGHT, TOP, FOOT = 600, 240, 26, 28
MAX_BAR_WIDTH = 44
UNKNOWN_HEIGHT = 6  # height of the hidden part of a bar if the total is hidden too


@dataclass(frozen=True)
class BarSegment:
    """One coloured part of a bar. `y` is its top."""

    kind: str  # a CSS class; "closed" for hidden figures
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One bar. `top`: position of the number above it; `labelled`: whether the period is written below it."""

    part: ReportRow
    x: float
    width: float
    blocks: list[BarSegment]
    top: float
    labelled: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Chart:
    """The bars, and the size of the drawing. `base` is the position of the axis."""

    bars: list[Bar]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - FOOT


def build_chart(parts: list[ReportRow]) -> Chart:
    """Stacked bars of the figures that are shown. The hidden part of a known total is one dashed segment."""
    highest = max((max(_sum_shown(p.kinds), p.total.value or 0) for p in parts), default=0) or 1
    base, step = HEIGHT - FOOT, WIDTH / max(1, len(parts))
    width = round(min(MAX_BAR_WIDTH, step * 0.68), 1)
    scale, every = (base - TOP - UNKNOWN_HEIGHT) / highest, ceil(len(parts) / 12)
    bars = []
    for index, part in enumerate(parts):
        y, blocks = float(base), []
        for kind, figure in zip(CSS_CLASSES, part.kinds, strict=True):
            if figure.value:
                y -= figure.value * scale
                blocks.append(BarSegment(kind, round(y, 1), round(figure.value * scale, 1)))
        if any(f.mark for f in (*part.kinds, part.total)):
            rest = (
                (part.total.value - _sum_shown(part.kinds)) * scale if part.total.value is not None else UNKNOWN_HEIGHT
            )
            if rest > 0:
                y -= rest
                blocks.append(BarSegment("closed", round(y, 1), round(rest, 1)))
        x = round(index * step + (step - width) / 2, 1)
        bars.append(Bar(part, x, width, blocks, round(y - 7, 1), index % every == 0))
    return Chart(bars)


def _sum_shown(figures: list[Figure]) -> int:
    return sum(f.value or 0 for f in figures)
