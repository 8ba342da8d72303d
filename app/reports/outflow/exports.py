"""The report as CSV or XLSX, with the same figures hidden as on the screen and never the name of a person."""

import csv
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter

from app.core.text_rules import escape_formula
from app.reports.outflow import labels
from app.reports.outflow.measures import OUTFLOW_KINDS, Measure
from app.reports.outflow.report import ORGANISATION_COLUMNS, MedianHours, Report
from app.web.i18n import gettext as _
from app.web.i18n import language

Value = str | int


@dataclass(frozen=True)
class Sheet:
    """One table of the export."""

    title: str
    heads: list[str]
    rows: list[list[Value]]


def sheets(report: Report) -> list[Sheet]:
    """All tables of the report, in the same order as on the page."""
    kinds = [labels.measure(kind) for kind in OUTFLOW_KINDS]
    about: list[list[Value]] = [[_("Period"), labels.period(report.period)]]
    about += [[_("Organisation"), report.organisation.name if report.organisation else _("All organisations")]]
    about += [[_("Created on"), report.today.isoformat()]]
    about += [
        ["<5", _("1 to 4, the exact number is not shown")],
        ["·", _("Left out, so that nobody can work out a small number")],
    ]
    found = [
        Sheet(_("About"), [_("What"), _("Value")], about),
        Sheet(
            _("Outflow"),
            [_("Period"), *kinds, _("Outflow"), _("Closed half-days")],
            [
                [
                    labels.period(p.period),
                    *(f.cell for f in p.kinds),
                    p.total.cell if not p.is_closed else _closed_if_zero(p.total.cell),
                    p.closed,
                ]
                for p in report.parts
            ]
            + [[_("Together"), *(f.cell for f in report.kinds.values()), report.outflow.cell, len(report.closed)]],
        ),
    ]
    if report.steps:
        rows: list[list[Value]] = [[k.name(language.get()), f.cell] for k, f in report.steps]
        found.append(Sheet(_("Steps along the way"), [_("Kind"), _("Number")], rows))
    if report.funnel and report.otherwise:
        rows = [
            [labels.measure(m) if m != Measure.NEW else _(labels.FIRST_VISIT), s.part.cell] for m, s in report.funnel
        ]
        rows.append([labels.measure(Measure.REACHED_OTHERWISE), report.otherwise.cell])
        found.append(Sheet(_("Funnel"), [_("Step"), _("People")], rows))
    if report.activity:
        found.append(
            Sheet(_("Activity"), [_("What"), _("Number")], [[labels.measure(m), f.cell] for m, f in report.activity])
        )
    if not report.shows_organisations:
        return [*found, Sheet(_("Per organisation"), [_("Organisation")], [[_(labels.ONLY_IN_YEARS)]])]
    found.append(
        Sheet(
            _("Per organisation"),
            [
                _("Organisation"),
                *(labels.measure(m) for m in ORGANISATION_COLUMNS),
                _("Median hours to answer"),
                _("Number answered"),
            ],
            [
                [
                    o.organisation.name,
                    *(o.figures[m].cell for m in ORGANISATION_COLUMNS),
                    _hours_cell(o.answer),
                    o.answer.count.cell,
                ]
                for o in report.organisations
            ],
        )
    )
    return found


def _closed_if_zero(cell: Value) -> Value:
    """The word "closed" instead of zero, for a period without any open half-day."""
    return cell if cell else _("closed")


def _hours_cell(answer: MedianHours) -> Value:
    return "" if answer.hours is None else round(answer.hours)


def as_csv(report: Report) -> bytes:
    """All tables below each other, with a byte order mark so that a spreadsheet recognises UTF-8."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    for sheet in sheets(report):
        table: list[list[Value]] = [[*sheet.heads], *sheet.rows]
        writer.writerow([_escaped(sheet.title)])
        writer.writerows([_escaped(v) for v in row] for row in table)
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def _escaped(value: Value) -> Value:
    return escape_formula(value) if isinstance(value, str) else value


def as_xlsx(report: Report) -> bytes:
    """One worksheet per table, built in memory. Text is never read as a formula, URL or number."""
    out = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        bold = book.add_format({"bold": True})
        for number, sheet in enumerate(sheets(report), 1):
            page = book.add_worksheet(f"{number} {sheet.title}"[:31])
            page.write_row(0, 0, sheet.heads, bold)
            for at, row in enumerate(sheet.rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(at, column, value)
                    else:
                        page.write_number(at, column, value)
            page.autofit()
            page.freeze_panes(1, 1)
    return out.getvalue()
