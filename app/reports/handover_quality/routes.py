"""Routes of the quality of handovers, for coordinators: the figures, and the rows behind each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session

from app.accounts.guards import CanReadRows
from app.accounts.models import Organisation
from app.core.clock import Now, local_day
from app.core.database import Db, reads_only
from app.reports.handover_quality import figures, labels, queries
from app.reports.handover_quality.figures import CountedFigure, CountedShare, Measure, QualityRow, QualityRows
from app.reports.handover_quality.forms import QualityRowsQuery
from app.reports.outflow.filters import parse_filters
from app.reports.outflow.forms import ReportFilters
from app.reports.outflow.paging import paginate
from app.reports.outflow.periods import Calendar, Period, rows_url
from app.reports.outflow.rows import log_rows_read
from app.web.forms import Submission
from app.web.pages import Page, or_404

router = APIRouter()


@dataclass(frozen=True)
class QualityFigures:
    """The figures of a period, for the shop or for one of its partners."""

    numbers: dict[Measure, CountedFigure]

    @property
    def warm(self) -> CountedShare:
        return CountedShare(self.numbers[Measure.WARM], self.numbers[Measure.BEGUN])

    @property
    def with_next(self) -> CountedShare:
        return CountedShare(self.numbers[Measure.WITH_NEXT], self.numbers[Measure.DECLINED])


@dataclass(frozen=True)
class ReportHeader:
    """The part of a report that the shared period form reads."""

    period: Period
    today: date
    exact: bool = True
    organisation: None = None


def _quality_figures(rows: QualityRows, period: Period, of: Organisation | None = None) -> QualityFigures:
    numbers = {}
    for measure in Measure:
        url = rows_url("/quality/rows", measure, period, of.key if of else "")
        numbers[measure] = figures.count_rows(measure, _of_organisation(rows[measure], of), url)
    return QualityFigures(numbers)


def _of_organisation(rows: list[QualityRow], organisation: Organisation | None) -> list[QualityRow]:
    return [row for row in rows if organisation is None or row.organisation_id == organisation.id]


def _partners(db: Session, rows: QualityRows) -> list[Organisation]:
    return queries.partners(db, {row.organisation_id for several in rows.values() for row in several})


@router.get("/quality")
@reads_only
def quality(request: Request, page: Page, db: Db, actor: CanReadRows, now: Now) -> Any:
    """The figures of any range of days, for the shop and for each partner with rows in it."""
    today = local_day(now)
    facts = queries.load_facts(db, actor)
    calendar = Calendar(facts.first_day or today, today)
    form: Submission[ReportFilters] = Submission(ReportFilters, dict(request.query_params))
    period, _none = parse_filters(form, calendar, [], free=True)
    rows = figures.rows_by_measure(facts, period, today)
    return page(
        "reports/handover_quality/figures.html",
        block="report",
        form=form,
        report=ReportHeader(period, today),
        calendar=calendar,
        form_action="/quality",
        organisations=[],
        labels=labels,
        Measure=Measure,
        shop_quality=_quality_figures(rows, period),
        partners=[(partner, _quality_figures(rows, period, partner)) for partner in _partners(db, rows)],
    )


@router.get("/quality/rows")
def rows_behind(request: Request, page: Page, db: Db, actor: CanReadRows, now: Now) -> Any:
    """One page of the rows that a figure counts. Each read is logged."""
    form: Submission[QualityRowsQuery] = Submission(QualityRowsQuery, dict(request.query_params))
    wanted = or_404(None if form.errors else form.data)
    period = wanted.period
    rows = figures.rows_by_measure(queries.load_facts(db, actor), period, local_day(now))
    partner = None
    if wanted.organisation:
        partner = or_404({o.key: o for o in _partners(db, rows)}.get(wanted.organisation))
    some = or_404(paginate(_of_organisation(rows[wanted.measure], partner), wanted.page))
    handovers = queries.handovers(db, actor, {row.handover_id for row in some.rows})
    log_rows_read(db, "quality", wanted.measure, {h.person_id for h in handovers.values()}, by=actor, at=now)
    filters = {k: v for k, v in request.query_params.items() if k != "page"}
    return page(
        "reports/handover_quality/rows.html",
        block="rows",
        rows=[(row, handovers[row.handover_id]) for row in some.rows],
        count=some.count,
        shown=some.page,
        pages=some.pages,
        filters=filters,
        partner=partner,
        period=period,
        measure=wanted.measure,
        now_only=wanted.measure is Measure.WAITING,
        labels=labels,
    )
