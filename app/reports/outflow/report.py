"""The report as view models: the screen, the chart and the exports are all made from these."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from app.accounts.models import Organisation
from app.reports.outflow.cube import Cube
from app.reports.outflow.measures import ACTIVITY, FUNNEL, OUTFLOW_KINDS, ClosedHalfDay, Events, Measure, Series
from app.reports.outflow.periods import Period, is_whole_years, rows_url, subperiods
from app.reports.outflow.suppression import THRESHOLD, Mark
from app.shop.lists.models import ListItem

LEAST_FOR_PERCENTAGE = 10  # percentages only from this number (TRUST 24)
ORGANISATION_COLUMNS = (
    Measure.OFFERED,
    Measure.ACCEPTED,
    Measure.WARM,
    Measure.TAKEN,
    *OUTFLOW_KINDS,
    Measure.STILL,
)


@dataclass(frozen=True)
class Figure:
    """A count. `value` is None when it is hidden; `url` leads to its rows, for readers who may see them."""

    value: int | None
    mark: Mark | None = None
    url: str = ""

    @property
    def text(self) -> str:
        return str(self.value) if self.mark is None else self.mark.value

    @property
    def cell(self) -> int | str:
        """The content of a spreadsheet cell."""
        return self.text if self.value is None else self.value


def percentage(part: int | None, whole: int | None) -> int | None:
    """Rounded; None if a number is hidden or the whole is too small, so that a page shows the two numbers instead."""
    if part is None or whole is None or whole < LEAST_FOR_PERCENTAGE:
        return None
    return round(100 * part / whole)


@dataclass(frozen=True)
class Share:
    """A part of a whole, such as the funnel steps of all new visitors."""

    part: Figure
    whole: Figure

    @property
    def percent(self) -> int | None:
        return percentage(self.part.value, self.whole.value)


@dataclass(frozen=True)
class MedianHours:
    """A median in hours, and the number of handovers that it is based on."""

    hours: float | None
    count: Figure


@dataclass(frozen=True)
class ReportRow:
    """One bar of the chart and one row of its table. `is_closed`: nobody came, as half-days were closed."""

    period: Period
    kinds: list[Figure]
    total: Figure
    closed: int
    is_closed: bool


@dataclass(frozen=True)
class OrganisationRow:
    """The row of one organisation in the table per organisation."""

    organisation: Organisation
    figures: dict[Measure, Figure]
    answer: MedianHours


@dataclass
class Report:
    """Everything that the report shows. `exact`: the reader sees exact figures and may open the rows."""

    period: Period
    today: date
    exact: bool
    organisation: Organisation | None
    outflow: Figure
    kinds: dict[Measure, Figure]
    parts: list[ReportRow]
    warm: Share
    answer: MedianHours
    closed: list[ClosedHalfDay]
    shows_organisations: bool = True  # for readers of exact figures, or in whole years
    later: int = 0  # results already recorded that start after today
    steps: list[tuple[ListItem, Figure]] = field(default_factory=list)
    activity: list[tuple[Measure, Figure]] = field(default_factory=list)
    funnel: list[tuple[Measure, Share]] = field(default_factory=list)
    otherwise: Figure | None = None
    organisations: list[OrganisationRow] = field(default_factory=list)

    @property
    def has_suppressed(self) -> bool:
        """Whether any figure is hidden, so that the page has to explain the marks."""
        several = [self.outflow, *self.kinds.values(), *(f for _, f in self.steps), *(f for _, f in self.activity)]
        several += [f for p in self.parts for f in (*p.kinds, p.total)] + [s.part for _, s in self.funnel]
        several += [f for o in self.organisations for f in (*o.figures.values(), o.answer.count)]
        several += [self.otherwise] if self.otherwise else []
        return any(f.mark for f in [*several, self.warm.part, self.warm.whole, self.answer.count])


FigureReader = Callable[[Series, Period], Figure]


def exact_figures(events: Events, keys: dict[int, str], kind_keys: dict[int, str]) -> FigureReader:
    """A reader of exact figures, each with a link to its rows. `keys` are those of organisations, by id."""

    def read(series: Series, period: Period) -> Figure:
        count = len(events.rows(series, period.start, period.end))
        organisation = keys[series.organisation_id] if series.organisation_id else ""
        kind = kind_keys[series.kind_id] if series.kind_id else ""
        return Figure(count, url=rows_url("/reports/rows", series.measure, period, organisation, kind))

    return read


def suppressed_figures(cube: Cube) -> FigureReader:
    """A reader of figures as a manager sees them: small counts are suppressed (TRUST 24)."""

    def read(series: Series, period: Period) -> Figure:
        value, mark = cube.figure(series, period)
        return Figure(None if mark else value, mark)

    return read


def build_report(
    events: Events,
    read: FigureReader,
    period: Period,
    *,
    exact: bool,
    today: date,
    organisation: Organisation | None,
    organisations: list[Organisation],
    steps: list[ListItem],
    closed: list[ClosedHalfDay],
) -> Report:
    """The report of a period, for the whole shop or for one organisation."""
    of = organisation.id if organisation else 0
    shows_organisations = exact or is_whole_years(period.months)

    def figure(measure: Measure, organisation_id: int = of, within: Period = period) -> Figure:
        return read(Series(measure, organisation_id), within)

    def answer(organisation_id: int) -> MedianHours:
        count = figure(Measure.ANSWERED, organisation_id)
        rows = events.rows(Series(Measure.ANSWERED, organisation_id), period.start, period.end)
        shown = count.mark is None and len(rows) >= (1 if exact else THRESHOLD)
        return MedianHours(median(events.hours[r] for r in rows) if shown else None, count)

    report = Report(
        period,
        today,
        exact,
        organisation,
        outflow=figure(Measure.OUTFLOW),
        kinds={kind: figure(kind) for kind in OUTFLOW_KINDS},
        parts=[
            _report_row(p, figure, events, closed) for p in subperiods(period, today, only_years=bool(of) and not exact)
        ],
        warm=Share(figure(Measure.ACCEPTED_WARM), figure(Measure.ACCEPTED)),
        answer=answer(of),
        closed=closed,
        shows_organisations=shows_organisations,
    )
    rows = [organisation] if organisation else organisations
    for row in rows if shows_organisations else []:
        report.organisations.append(
            OrganisationRow(row, {m: figure(m, row.id) for m in ORGANISATION_COLUMNS}, answer(row.id)),
        )
    if organisation is None:
        report.activity = [(m, figure(m)) for m in ACTIVITY]
        report.steps = [(kind, read(Series(Measure.STEP, 0, kind.id), period)) for kind in steps]
        first = figure(Measure.NEW)
        report.funnel = [(m, Share(figure(m), first)) for m in FUNNEL]
        report.otherwise = figure(Measure.REACHED_OTHERWISE)
    return report


def _report_row(p: Period, figure: Callable[..., Figure], events: Events, closed: list[ClosedHalfDay]) -> ReportRow:
    days = Counter(c.day for c in closed if p.start <= c.day <= p.end).total()
    is_closed = bool(days) and not events.rows(Series(Measure.VISITS), p.start, p.end)
    kinds = [figure(kind, within=p) for kind in OUTFLOW_KINDS]
    return ReportRow(p, kinds, figure(Measure.OUTFLOW, within=p), days, is_closed)
