"""How well handovers go, for the coordinator: the figures, and the list behind each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session

from app.accounts.guards import RowReader
from app.accounts.models import Organisation
from app.core.clock import Now, local_day
from app.core.database import Db, reads_only
from app.reports.handover_quality import figures, labels, queries
from app.reports.handover_quality.figures import Counted, Measure, Portion, Row, Rows
from app.reports.handover_quality.forms import RowsBehind
from app.reports.outflow.filters import chosen
from app.reports.outflow.forms import Choice
from app.reports.outflow.paging import sliced
from app.reports.outflow.periods import Calendar, Period, rows_url
from app.reports.outflow.rows import look_behind
from app.web.forms import Submission
from app.web.pages import Page, found

router = APIRouter()


@dataclass(frozen=True)
class Quality:
    """What the shop, or one of its partners, is told of a period."""

    numbers: dict[Measure, Counted]

    @property
    def warm(self) -> Portion:
        return Portion(self.numbers[Measure.WARM], self.numbers[Measure.BEGUN])

    @property
    def with_next(self) -> Portion:
        return Portion(self.numbers[Measure.WITH_NEXT], self.numbers[Measure.DECLINED])


@dataclass(frozen=True)
class Shown:
    """What stands above the figures, as on the report."""

    period: Period
    today: date
    exact: bool = True
    organisation: None = None


def _quality(rows: Rows, period: Period, of: Organisation | None = None) -> Quality:
    numbers = {}
    for measure in Measure:
        url = rows_url("/quality/rows", measure, period, of.key if of else "")
        numbers[measure] = figures.counted(measure, _of(rows[measure], of), url)
    return Quality(numbers)


def _of(rows: list[Row], organisation: Organisation | None) -> list[Row]:
    return [row for row in rows if organisation is None or row.organisation_id == organisation.id]


def _partners(db: Session, rows: Rows) -> list[Organisation]:
    return queries.partners(db, {row.organisation_id for several in rows.values() for row in several})


@router.get("/quality")
@reads_only
def quality(request: Request, page: Page, db: Db, actor: RowReader, now: Now) -> Any:
    """Of any days; per partner that has anything to tell in them."""
    today = local_day(now)
    told = queries.facts(db, actor)
    calendar = Calendar(told.first_day or today, today)
    form: Submission[Choice] = Submission(Choice, dict(request.query_params))
    period, _none = chosen(form, calendar, [], free=True)
    rows = figures.rows_of(told, period, today)
    return page(
        "reports/handover_quality/figures.html",
        block="report",
        form=form,
        report=Shown(period, today),
        calendar=calendar,
        chooses="/quality",
        organisations=[],
        words=labels,
        Measure=Measure,
        shop_quality=_quality(rows, period),
        partners=[(partner, _quality(rows, period, partner)) for partner in _partners(db, rows)],
    )


@router.get("/quality/rows")
def rows_behind(request: Request, page: Page, db: Db, actor: RowReader, now: Now) -> Any:
    """What a figure counts, a page at a time; each look on record."""
    form: Submission[RowsBehind] = Submission(RowsBehind, dict(request.query_params))
    wanted = found(None if form.errors else form.data)
    period = wanted.period
    rows = figures.rows_of(queries.facts(db, actor), period, local_day(now))
    partner = None
    if wanted.organisation:
        partner = found({o.key: o for o in _partners(db, rows)}.get(wanted.organisation))
    some = found(sliced(_of(rows[wanted.measure], partner), wanted.page))
    handovers = queries.handovers(db, actor, {row.handover_id for row in some.rows})
    look_behind(db, "quality", wanted.measure, {h.person_id for h in handovers.values()}, by=actor, at=now)
    asked = {k: v for k, v in request.query_params.items() if k != "page"}
    return page(
        "reports/handover_quality/rows.html",
        block="rows",
        rows=[(row, handovers[row.handover_id]) for row in some.rows],
        count=some.count,
        shown=some.page,
        pages=some.pages,
        asked=asked,
        partner=partner,
        period=period,
        measure=wanted.measure,
        now_only=wanted.measure is Measure.WAITING,
        words=labels,
    )
