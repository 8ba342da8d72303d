"""Routes of the outflow report: the page, its exports, and the rows behind a figure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanReadReports, CanReadRows
from app.accounts.models import Organisation
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.audit.models import AuditKind
from app.core.clock import Now, local_day
from app.core.database import Db, audit_transaction, reads_only
from app.reports.outflow import exports, labels, queries, rows
from app.reports.outflow.charts import build_chart
from app.reports.outflow.cube import build_cube
from app.reports.outflow.filters import parse_filters
from app.reports.outflow.forms import OutflowRowsQuery, ReportFilters
from app.reports.outflow.measures import Series, build_events
from app.reports.outflow.periods import Calendar
from app.reports.outflow.report import Report, build_report, exact_figures, suppressed_figures
from app.web.forms import Submission
from app.web.i18n import language
from app.web.pages import Page, or_404
from app.web.request_threads import slow

router = APIRouter()


@dataclass(frozen=True)
class _ReportPage:
    form: Submission[ReportFilters]
    report: Report
    calendar: Calendar
    organisations: list[Organisation]

    @property
    def query(self) -> str:
        of = self.report.organisation
        return self.report.period.query + (f"&organisation={of.key}" if of else "")


def _build_page(db: Session, actor: Actor, now: datetime, typed: dict[str, Any]) -> _ReportPage:
    """The requested report. Invalid filters get an error at their field, and the report is that of this year."""
    today, exact = local_day(now), may(actor, Permission.READ_ROWS)
    events = build_events(queries.load_facts(db, actor), today)
    calendar = Calendar(events.first_day or today, today)
    organisations = queries.organisations(db, actor, events.organisations)
    form: Submission[ReportFilters] = Submission(ReportFilters, typed)
    period, organisation = parse_filters(form, calendar, organisations, free=exact)
    steps = queries.step_kinds(db, actor)
    if exact:
        read = exact_figures(events, {o.id: o.key for o in organisations}, {k.id: k.key for k in steps})
    else:
        read = suppressed_figures(build_cube(events, calendar))
    report = build_report(
        events,
        read,
        period,
        exact=exact,
        today=today,
        organisation=organisation,
        organisations=organisations,
        steps=steps,
        closed=queries.closed_half_days(db, actor, period.start, min(period.end, today)),
    )
    return _ReportPage(form, report, calendar, organisations)


@router.get("/reports")
@reads_only
@slow
def outflow(request: Request, page: Page, db: Db, actor: CanReadReports, now: Now) -> Response:
    """The page of the report."""
    made = _build_page(db, actor, now, dict(request.query_params))
    return page(
        "reports/outflow/outflow.html",
        block="report",
        form=made.form,
        report=made.report,
        query=made.query,
        form_action="/reports",
        calendar=made.calendar,
        organisations=made.organisations,
        chart=build_chart(made.report.parts),
        labels=labels,
        language=language.get(),
    )


@router.get("/reports/outflow.csv")
@reads_only
@slow
def outflow_csv(request: Request, db: Db, actor: CanReadReports, now: Now) -> Response:
    return _export(request, db, actor, now, "csv", "text/csv; charset=utf-8")


@router.get("/reports/outflow.xlsx")
@reads_only
@slow
def outflow_xlsx(request: Request, db: Db, actor: CanReadReports, now: Now) -> Response:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _export(request, db, actor, now, "xlsx", kind)


def _export(request: Request, db: Session, actor: Actor, now: datetime, suffix: str, media_type: str) -> Response:
    made = _build_page(db, actor, now, dict(request.query_params))
    or_404(None if made.form.errors else made)
    basis = "exact counts" if made.report.exact else "counts"
    content = exports.as_csv(made.report) if suffix == "csv" else exports.as_xlsx(made.report)
    with audit_transaction(db) as writing:
        audit_log.log_read(
            writing,
            by=actor,
            at=now,
            subject="report",
            basis=basis,
            kind=AuditKind.EXPORT,
            what=f"{suffix} {made.query}"[:80],
        )
    name = f"werkwinkel-{made.report.period.file_part}.{suffix}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/reports/rows")
def rows_behind(request: Request, page: Page, db: Db, actor: CanReadRows, now: Now) -> Response:
    """The rows that a figure counts. A figure that no report shows is a 404."""
    form: Submission[OutflowRowsQuery] = Submission(OutflowRowsQuery, dict(request.query_params))
    wanted = or_404(None if form.errors else form.data)
    today = local_day(now)
    events = build_events(queries.load_facts(db, actor), today)
    organisations = {o.key: o for o in queries.organisations(db, actor, events.organisations)}
    kinds = {k.key: k for k in queries.step_kinds(db, actor)}
    organisation = or_404(organisations.get(wanted.organisation)) if wanted.organisation else None
    kind = or_404(kinds.get(wanted.kind)) if wanted.kind else None
    series = Series(wanted.measure, organisation.id if organisation else 0, kind.id if kind else 0)
    or_404(series if rows.is_on_report(series) else None)
    listed = or_404(
        rows.rows_of_figure(db, actor, events, series, wanted.since, wanted.until, wanted.page, language.get(), now)
    )
    filters = {k: v for k, v in request.query_params.items() if k != "page"}
    return page(
        "reports/outflow/rows.html",
        block="rows",
        listed=listed,
        period=wanted.period,
        labels=labels,
        organisation=organisation,
        kind=kind,
        filters=filters,
        language=language.get(),
    )
