"""How well handovers go, for the coordinator: the figures, and the list behind each."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.models import Organisation
from app.accounts.permissions import RowReader
from app.audit import record
from app.core.clock import Now, local_day
from app.core.database import Db, reads_only
from app.quality import figures, queries, words
from app.quality.figures import Counted, Measure, Portion, Row, Rows
from app.quality.forms import RowsBehind
from app.reports.choosing import chosen
from app.reports.forms import Choice
from app.reports.periods import Calendar, Period
from app.web.forms import Submission
from app.web.pages import Page, found

router = APIRouter()
PAGE = 200


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
        asked = {"measure": measure.value, "since": period.start, "until": period.end}
        if of:
            asked["organisation"] = of.key
        numbers[measure] = figures.counted(measure, _of(rows[measure], of), "/quality/rows?" + urlencode(asked))
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
    calendar = Calendar(queries.since(told, today), today)
    form: Submission[Choice] = Submission(Choice, dict(request.query_params))
    period, _none = chosen(form, calendar, [], free=True)
    rows = figures.rows_of(told, period, today)
    return page(
        "quality/figures.html", block="report", form=form, report=Shown(period, today), calendar=calendar,
        chooses="/quality", organisations=[], words=words, Measure=Measure,
        shop_quality=_quality(rows, period),
        partners=[(partner, _quality(rows, period, partner)) for partner in _partners(db, rows)],
    )  # fmt: skip


@router.get("/quality/rows")
def rows_behind(request: Request, page: Page, db: Db, actor: RowReader, now: Now) -> Any:
    """What a figure counts, a page at a time; each look on record."""
    form: Submission[RowsBehind] = Submission(RowsBehind, dict(request.query_params))
    wanted = found(None if form.errors else form.data)
    period = Period(wanted.since, wanted.until)
    rows = figures.rows_of(queries.facts(db, actor), period, local_day(now))
    partner = None
    if wanted.organisation:
        partner = found({o.key: o for o in _partners(db, rows)}.get(wanted.organisation))
    every = _of(rows[wanted.measure], partner)
    some = every[(wanted.page - 1) * PAGE : wanted.page * PAGE]
    found(some or wanted.page == 1 or None)
    handovers = queries.handovers(db, actor, {row.handover_id for row in some})
    _look(db, actor, now, wanted.measure, {h.person_id for h in handovers.values()})
    asked = {k: v for k, v in request.query_params.items() if k != "page"}
    return page(
        "quality/rows.html", block="rows", rows=[(row, handovers[row.handover_id]) for row in some], count=len(every),
        shown=wanted.page, pages=max(1, -(-len(every) // PAGE)), asked=asked, partner=partner, period=period,
        measure=wanted.measure, now_only=wanted.measure is Measure.WAITING, words=words,
    )  # fmt: skip


def _look(db: Session, actor: Actor, now: Any, measure: Measure, persons: set[int]) -> None:
    record.look(
        db, by=actor, at=now, subject="quality", basis="coordinator", what=measure.value, persons=sorted(persons)
    )
