"""The outflow report: on the screen, as a sheet, and the rows behind a figure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import ReportReader, RowReader
from app.accounts.models import Organisation
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.audit.models import Kind
from app.core.clock import Now, local_day
from app.core.database import Db, noting, reads_only
from app.reports.outflow import exports, labels, queries, rows
from app.reports.outflow.charts import chart
from app.reports.outflow.cube import cube
from app.reports.outflow.filters import chosen
from app.reports.outflow.forms import Choice, RowsBehind
from app.reports.outflow.measures import Series, events
from app.reports.outflow.periods import Calendar
from app.reports.outflow.report import Report, exact_reading, guarded_reading, outline
from app.web.forms import Submission
from app.web.i18n import language
from app.web.pages import Page, found
from app.web.request_threads import takes_long

router = APIRouter()


@dataclass(frozen=True)
class _Made:
    form: Submission[Choice]
    report: Report
    calendar: Calendar
    organisations: list[Organisation]

    @property
    def query(self) -> str:
        of = self.report.organisation
        return self.report.period.query + (f"&organisation={of.key}" if of else "")


def _make(db: Session, actor: Actor, now: datetime, typed: dict[str, Any]) -> _Made:
    """The report that was asked for; what cannot be is said at its field, and this year is shown instead."""
    today, exact = local_day(now), may(actor, Permission.READ_ROWS)
    happened = events(queries.facts(db, actor), today)
    calendar = Calendar(happened.first_day or today, today)
    organisations = queries.organisations(db, actor, happened.organisations)
    form: Submission[Choice] = Submission(Choice, typed)
    period, organisation = chosen(form, calendar, organisations, free=exact)
    steps = queries.step_kinds(db, actor)
    if exact:
        read = exact_reading(happened, {o.id: o.key for o in organisations}, {k.id: k.key for k in steps})
    else:
        read = guarded_reading(cube(happened, calendar))
    report = outline(
        happened,
        read,
        period,
        exact=exact,
        today=today,
        organisation=organisation,
        organisations=organisations,
        steps=steps,
        closed=queries.closed_half_days(db, actor, period.start, min(period.end, today)),
    )
    return _Made(form, report, calendar, organisations)


@router.get("/reports")
@reads_only
@takes_long
def outflow(request: Request, page: Page, db: Db, actor: ReportReader, now: Now) -> Response:
    made = _make(db, actor, now, dict(request.query_params))
    return page(
        "reports/outflow/outflow.html",
        block="report",
        form=made.form,
        report=made.report,
        query=made.query,
        chooses="/reports",
        calendar=made.calendar,
        organisations=made.organisations,
        chart=chart(made.report.parts),
        words=labels,
        language=language.get(),
    )


@router.get("/reports/outflow.csv")
@reads_only
@takes_long
def outflow_csv(request: Request, db: Db, actor: ReportReader, now: Now) -> Response:
    return _sheet(request, db, actor, now, "csv", "text/csv; charset=utf-8")


@router.get("/reports/outflow.xlsx")
@reads_only
@takes_long
def outflow_xlsx(request: Request, db: Db, actor: ReportReader, now: Now) -> Response:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _sheet(request, db, actor, now, "xlsx", kind)


def _sheet(request: Request, db: Session, actor: Actor, now: datetime, suffix: str, media_type: str) -> Response:
    made = _make(db, actor, now, dict(request.query_params))
    found(None if made.form.errors else made)
    basis = "exact counts" if made.report.exact else "counts"
    content = exports.as_csv(made.report) if suffix == "csv" else exports.as_xlsx(made.report)
    with noting(db) as writing:
        audit_log.look(
            writing,
            by=actor,
            at=now,
            subject="report",
            basis=basis,
            kind=Kind.EXPORT,
            what=f"{suffix} {made.query}"[:80],
        )
    name = f"werkwinkel-{made.report.period.file_part}.{suffix}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/reports/rows")
def rows_behind(request: Request, page: Page, db: Db, actor: RowReader, now: Now) -> Response:
    """What the figure counts. Anything that stands on no report does not exist."""
    form: Submission[RowsBehind] = Submission(RowsBehind, dict(request.query_params))
    wanted = found(None if form.errors else form.data)
    today = local_day(now)
    happened = events(queries.facts(db, actor), today)
    organisations = {o.key: o for o in queries.organisations(db, actor, happened.organisations)}
    kinds = {k.key: k for k in queries.step_kinds(db, actor)}
    organisation = found(organisations.get(wanted.organisation)) if wanted.organisation else None
    kind = found(kinds.get(wanted.kind)) if wanted.kind else None
    series = Series(wanted.measure, organisation.id if organisation else 0, kind.id if kind else 0)
    found(series if rows.belongs(series) else None)
    listed = found(
        rows.behind(db, actor, happened, series, wanted.since, wanted.until, wanted.page, language.get(), now)
    )
    asked = {k: v for k, v in request.query_params.items() if k != "page"}
    return page(
        "reports/outflow/rows.html",
        block="rows",
        listed=listed,
        period=wanted.period,
        words=labels,
        organisation=organisation,
        kind=kind,
        asked=asked,
        language=language.get(),
    )
