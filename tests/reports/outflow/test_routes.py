"""The outflow report over HTTP: which role sees what, and every number links to its rows."""

import csv
import re
from datetime import date, time, timedelta
from html import unescape
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.shop.half_days.models import DayPart, Opening, OpeningState
from tests.conftest import HTMX

YEAR = "/reports?period=2026"
LINK = re.compile(r'href="(/reports/rows\?[^"]+)">([^<]+)<')


@pytest.fixture
def busy(life):
    """Eleven people in January, at different stages, and a closed half-day."""
    day = date(2026, 1, 5)
    for number in range(11):
        to = (life.world.dock, life.world.pozitive, None)[number % 3]
        outcome = ("work", "study", "", "volunteer")[number % 4]
        life.story(day + timedelta(days=number), to, outcome, after=25)
    life.visit(None, day)
    life.put(
        Opening(
            shop_id=life.world.shop.id,
            day=date(2026, 2, 2),
            part=DayPart.MORNING,
            state=OpeningState.CANCELLED,
            reason="storm",
            opens=time(9),
            closes=time(12, 30),
        )
    )
    return life


def links(html: str) -> list[tuple[str, int]]:
    return [(unescape(url), int(number)) for url, number in LINK.findall(html)]


@pytest.mark.sweep
@pytest.mark.parametrize("query", ["?period=2026", "?since=2026-01-03&until=2026-02-20", "?period=2026-Q1"])
def test_every_number_shown_to_a_coordinator_links_to_that_many_rows(busy, as_, query):
    page = as_(busy.world.carla)
    html = page.get("/reports" + query).text
    found = links(html)
    assert len(found) > 60
    assert any(number > 5 for _, number in found)
    for url, number in dict.fromkeys(found):
        rows = page.get(url)
        assert rows.status_code == 200, url
        assert rows.text.count("data-row") == number, url


def test_the_report_of_one_organisation_links_to_its_own_rows(busy, as_):
    page = as_(busy.world.carla)
    html = page.get(f"{YEAR}&organisation={busy.world.dock.key}").text
    assert "DOCK" in html
    for url, number in dict.fromkeys(links(html)):
        assert f"organisation={busy.world.dock.key}" in url
        assert page.get(url).text.count("data-row") == number


def test_reading_rows_is_logged(busy, as_):
    as_(busy.world.carla).get("/reports/rows?measure=outflow-work&since=2026-01-01&until=2026-12-31")
    looks = busy.world.db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).all()
    assert {(look.subject, look.what) for look in looks} == {("report", "outflow-work")}
    assert all(look.person_id and look.worker_id == busy.world.carla.id for look in looks)
    assert looks


def test_a_manager_sees_no_small_counts_and_no_links_to_rows(busy, as_):
    page = as_(busy.world.marleen)
    html = page.get(YEAR).text
    assert "&lt;5" in html
    assert "/reports/rows" not in html
    assert "Markering" not in html
    assert page.get("/reports/rows?measure=visits&since=2026-01-01&until=2026-12-31").status_code == 404


def test_a_manager_can_choose_fixed_periods_only(busy, as_):
    answer = as_(busy.world.marleen).get("/reports?since=2026-01-03&until=2026-01-05")
    assert answer.status_code == 422
    assert 'id="period-error"' in answer.text


def test_a_newly_chosen_period_wins_over_dates_of_your_own(busy, as_):
    carla, days = as_(busy.world.carla), "since=2026-01-03&until=2026-01-05"
    assert 'name="was" value="own"' in carla.get(f"/reports?{days}").text
    assert '<option value="2026-Q1" selected>' in carla.get(f"/reports?period=2026-Q1&was=own&{days}").text
    for same in ("period=2026&was=2026", "period=&was=own", "period=2026"):
        assert "selected>2026<" not in carla.get(f"/reports?{same}&{days}").text


def test_two_half_days_closed_on_one_day_are_listed_with_that_day(busy, as_):
    for part, opens in ((DayPart.MORNING, time(9)), (DayPart.AFTERNOON, time(13))):
        busy.put(
            Opening(
                shop_id=busy.world.shop.id,
                day=date(2026, 1, 9),
                part=part,
                state=OpeningState.CANCELLED,
                reason="ice",
                opens=opens,
                closes=time(17),
            )
        )
    carla = as_(busy.world.carla)
    carla.cookies.set("language", "en", domain="localhost.local")
    assert "2 on 9 January 2026 (ice)" in " ".join(carla.get(YEAR).text.split())


@pytest.mark.parametrize("login", ["samira", "hanna", "karim", "anton", "petra"])
@pytest.mark.parametrize("path", ["/reports", "/reports/outflow.csv", "/reports/outflow.xlsx", "/reports/rows"])
def test_no_other_role_may_read_the_report(world, as_, login, path):
    assert as_(world.workers[login]).get(path).status_code == 404


def cells_of(html: str) -> list[str]:
    """The text of each numeric cell in the tables of a page."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.S)
    return [
        unescape(re.sub(r"<[^>]+>|\s+", " ", cell)).strip()
        for row in rows
        for cell in re.findall(r'<td class="n">(.*?)</td>', row, re.S)
    ]


@pytest.mark.parametrize("login", ["marleen", "carla"])
def test_screen_and_exports_hide_and_show_the_same(busy, as_, login):
    page = as_(busy.world.workers[login])
    html = page.get(YEAR).text
    sheet = page.get("/reports/outflow.csv?period=2026")
    book = CalamineWorkbook.from_filelike(BytesIO(page.get("/reports/outflow.xlsx?period=2026").content))
    in_csv = [c for row in csv.reader(StringIO(sheet.content.decode("utf-8-sig")), delimiter=";") for c in row]
    in_xlsx = [
        str(int(c)) if isinstance(c, float) else str(c)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for c in row
    ]
    for table in (in_csv, in_xlsx):
        assert ("<5" in table[12:]) == (login == "marleen")
        assert "Markering" not in "".join(table)
    hidden = [
        sum(cell.split(" ")[0] == "<5" for cell in cells_of(html)),
    ]
    if login == "carla":
        assert hidden == [0]
    assert 'attachment; filename="werkwinkel-2026.csv"' in sheet.headers["content-disposition"]


def test_exports_are_logged(busy, as_):
    as_(busy.world.marleen).get("/reports/outflow.csv?period=2026-01")
    entry = busy.world.db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.EXPORT)).one()
    assert (entry.worker_id, entry.what, entry.person_id) == (busy.world.marleen.id, "csv period=2026-01", None)


def test_an_organisation_name_with_a_formula_stays_text(busy, as_):
    busy.world.dock.name = "=cmd|' /C calc'!A0"
    busy.put(busy.world.dock)
    page = as_(busy.world.carla)
    assert "'=cmd" in page.get("/reports/outflow.csv").text
    book = CalamineWorkbook.from_filelike(BytesIO(page.get("/reports/outflow.xlsx").content))
    cells = [c for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row]
    assert "=cmd|' /C calc'!A0" in cells


def test_a_closed_month_is_named_as_closed(busy, as_):
    html = as_(busy.world.carla).get("/reports?period=2026-Q1").text
    assert "storm" in html
    february = re.search(r"februari 2026</th>\s*<td[^>]*>([^<]+)</td>", html)
    assert february is None or february[1] == "gesloten"


@pytest.mark.parametrize(
    "query",
    [
        "period=1999",
        "period=%00",
        "organisation=nobody",
        "since=2026-02-01",
        "since=2026-02-02&until=2026-02-01",
        "since=0001-01-01&until=9999-12-31",
        "since=x&until=y",
        "nonsense=1",
        "period=" + "9" * 5000,
    ],
)
def test_invalid_filters_get_an_error_message(world, as_, query):
    page = as_(world.carla)
    assert page.get("/reports?" + query).status_code == 422
    assert page.get("/reports/outflow.csv?" + query).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "measure=visits",
        "measure=x&since=2026-01-01&until=2026-02-01",
        "measure=step&since=2026-01-01&until=2026-02-01",
        "measure=taken&since=2026-01-01&until=2026-02-01",
        "measure=visits&since=2026-01-01&until=2026-02-01&page=2",
        "measure=visits&since=2026-01-01&until=2026-02-01&organisation=x",
    ],
)
def test_rows_of_a_figure_that_no_report_shows_do_not_exist(world, as_, query):
    assert as_(world.carla).get("/reports/rows?" + query).status_code == 404


@pytest.mark.parametrize(
    ("path", "block"), [(YEAR, "report"), ("/reports/rows?measure=visits&since=2026-01-01&until=2026-12-31", "rows")]
)
def test_the_fragment_equals_that_block_of_the_page(busy, as_, path, block):
    page = as_(busy.world.carla)
    whole, part = page.get(path).text, page.get(path, headers=HTMX).text
    assert part.strip() in whole
    assert f'id="{block}"' in part
    assert "<html" not in part


def test_an_empty_shop_has_a_report(world, as_):
    for worker in (world.carla, world.marleen):
        for period in ("all", "2026", "2026-Q1", "2026-03"):
            assert as_(worker).get(f"/reports?period={period}").status_code == 200


def test_a_result_recorded_here_is_not_marked_as_imported(as_, busy):
    page = as_(busy.world.carla).get("/reports/rows?measure=results&since=2026-01-01&until=2026-12-31").text
    assert "data-row" in page
    assert "uit het oude register" not in page
