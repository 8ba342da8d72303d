"""The quality of handovers over HTTP: every number links to its rows, and percentages need enough rows."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Introduction, IntroductionState, State
from app.reports.handover_quality.figures import (
    CountedFigure,
    CountedShare,
    HandoverFact,
    Measure,
    QualityFacts,
    count_rows,
    rows_by_measure,
)
from app.reports.outflow.periods import Period
from tests.conftest import HTMX
from tests.reports.reported_rows import at_ten
from tests.world import NOON, TODAY

MONDAY = date(2026, 1, 12)
YEAR = "/quality?period=2026"
LINK = re.compile(r'href="(/quality/rows\?[^"]+)"[^>]*>(\d+)<')
WHOLE = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def busy(life):
    """Fourteen offers to DOCK and Pozitive in January with every kind of ending, and three that are still open."""
    world = life.world
    ends = [State.RUNNING] * 11 + [State.DECLINED, State.DECLINED, State.EXPIRED]
    for number, state in enumerate(ends):
        journey = life.journey(life.person(), MONDAY)
        to = world.pozitive if number % 4 == 3 else world.dock
        handover = life.handover(journey, to, MONDAY, state=state, hours=24 * (1 + number), warm=number % 3 > 0)
        if state != State.RUNNING:
            handover.ended_at = at_ten(MONDAY + timedelta(days=20))
        if number == 11:
            handover.what_then = DeclineProposal.LATER
        if number in (1, 2):
            life.put(
                Introduction(
                    handover_id=handover.id,
                    person_id=handover.person_id,
                    state=IntroductionState.MISSED,
                    planned_for=at_ten(MONDAY + timedelta(days=3)),
                )
            )
    for state, days in ((State.OFFERED, 0), (State.CONSIDERING, 4), (State.WAITLISTED, 11)):
        offer = life.handover(life.journey(life.person(), MONDAY), world.dock, TODAY - timedelta(days=days))
        offer.state, offer.answered_at, offer.accepted_at, offer.running_at = state, None, None, None
        for introduction in list(offer.introductions):
            world.db.delete(introduction)
    world.db.flush()
    return life


def links(html: str) -> list[tuple[str, int]]:
    return [(unescape(url), int(number)) for url, number in LINK.findall(html)]


@pytest.mark.sweep
@pytest.mark.parametrize("query", ["?period=2026", "?since=2026-01-01&until=2026-01-20", "?period=2026-Q1"])
def test_every_number_links_to_exactly_that_many_rows(busy, as_, query):
    page = as_(busy.world.carla)
    found = links(page.get("/quality" + query).text)
    assert len(found) > 20
    assert max(number for _, number in found) >= 5
    for url, number in dict.fromkeys(found):
        rows = page.get(url)
        assert rows.status_code == 200, url
        assert rows.text.count("data-row") == number, url


def test_the_figures_of_a_year(busy, as_):
    numbers = {
        m: n
        for url, n in links(as_(busy.world.carla).get(YEAR).text)
        for m in Measure
        if f"measure={m.value}&" in url and "organisation=" not in url
    }
    assert numbers == {
        Measure.BEGUN: 11,
        Measure.WARM: 7,
        Measure.ANSWERED: 13,
        Measure.INTRODUCED: 7,
        Measure.EXPIRED: 1,
        Measure.DECLINED: 2,
        Measure.WITH_NEXT: 1,
        Measure.MISSED: 2,
    }


def test_waiting_offers_are_announced_and_listed_longest_first(busy, as_):
    page = as_(busy.world.carla)
    html = page.get(YEAR).text
    assert "3 overdrachten wachten nu op antwoord" in html
    assert "De langste wacht al 7 werkdagen" in html
    rows = page.get(f"/quality/rows?measure=waiting&since={TODAY}&until={TODAY}").text
    assert re.findall(r"7 werkdagen|2 werkdagen|sinds vandaag", rows) == ["7 werkdagen", "2 werkdagen", "sinds vandaag"]


def test_mistakes_and_imported_handovers_are_not_counted(busy, as_):
    page, world = as_(busy.world.carla), busy.world
    before = links(page.get(YEAR).text)
    busy.handover(busy.journey(busy.person(), MONDAY), world.dock, MONDAY, state=State.MISTAKEN)
    imported = busy.handover(busy.journey(busy.person(), MONDAY), world.dock, MONDAY, state=State.RUNNING)
    imported.told = True
    draft = busy.handover(busy.journey(busy.person(), MONDAY), world.dock, MONDAY, state=State.DRAFT)
    assert draft.offered_at is None
    world.db.flush()
    assert links(page.get(YEAR).text) == before


def fact(number: int, offered: date, **more) -> HandoverFact:
    nothing = dict.fromkeys(("answered", "accepted", "running", "ended", "met"))
    return HandoverFact(
        **{
            "id": number,
            "organisation_id": 1,
            "state": State.RUNNING,
            "offered": offered,
            "with_next": False,
            **nothing,
            **more,
        }
    )


def test_answers_are_measured_in_working_days_and_time_to_take_over_in_days():
    friday, tuesday = date(2026, 1, 9), date(2026, 1, 13)
    facts = QualityFacts([fact(1, friday, answered=tuesday, accepted=tuesday, running=date(2026, 1, 16))])
    rows = rows_by_measure(facts, WHOLE, TODAY)
    assert [rows[m][0].length for m in (Measure.ANSWERED, Measure.BEGUN)] == [2, 7]
    closed = QualityFacts(facts.handovers, closed={date(2026, 1, 12)})
    assert rows_by_measure(closed, WHOLE, TODAY)[Measure.ANSWERED][0].length == 1


def test_a_median_comes_with_the_number_of_its_rows():
    facts = QualityFacts(
        [fact(n, MONDAY, running=MONDAY + timedelta(days=days)) for n, days in enumerate((0, 1, 4, 30))]
    )
    found = count_rows(Measure.BEGUN, rows_by_measure(facts, WHOLE, TODAY)[Measure.BEGUN], "")
    assert (found.median_length, found.count, found.longest) == (2.5, 4, 30)


@pytest.mark.parametrize(("part", "whole", "percent"), [(3, 4, None), (9, 9, None), (8, 10, 80), (0, 0, None)])
def test_a_percentage_needs_at_least_ten(part, whole, percent):
    assert (
        CountedShare(CountedFigure(Measure.WARM, part, ""), CountedFigure(Measure.BEGUN, whole, "")).percent == percent
    )


def test_a_small_share_is_shown_as_two_numbers(busy, as_):
    row = next(r for r in re.findall(r"<tr>(.*?)</tr>", as_(busy.world.carla).get(YEAR).text, re.S) if "Pozitive" in r)
    assert "%" not in row
    assert re.search(r">1<.*van.*>2<", row, re.S)


def test_a_period_without_handovers_has_a_message(busy, as_):
    html = as_(busy.world.carla).get("/quality?since=2025-01-01&until=2025-01-31").text
    assert "In deze periode is geen overdracht begonnen." in html
    assert "In deze periode valt niets te meten." in html


def test_an_empty_shop_has_a_message(world, as_):
    html = as_(world.carla).get("/quality").text
    assert "Geen overdrachten in deze periode." in html


def test_invalid_days_get_an_error_at_their_field(busy, as_):
    page = as_(busy.world.carla).get("/quality?since=2026-02-01&until=2026-01-01")
    assert page.status_code == 422
    assert 'id="until-error"' in page.text


@pytest.mark.parametrize("path", ["/quality", "/quality/rows?measure=warm&since=2026-01-01&until=2026-12-31"])
@pytest.mark.parametrize("worker", ["samira", "fatima", "hanna", "marleen", "anton", "petra"])
def test_only_a_coordinator_sees_the_figures(busy, as_, worker, path):
    assert as_(getattr(busy.world, worker)).get(path).status_code == 404


def test_another_shop_counts_none_of_these_handovers(busy, as_):
    from app.accounts.models import Membership, Role

    world = busy.world
    world.db.add(Membership(worker_id=world.olaf.id, shop_id=world.other_shop.id, role=Role.COORDINATOR))
    page = as_(world.olaf)
    assert sum(number for _, number in links(page.get(YEAR).text)) == 0
    assert "data-row" not in page.get("/quality/rows?measure=warm&since=2026-01-01&until=2026-12-31").text


@pytest.mark.parametrize(
    "query",
    ["measure=secret", "measure=warm&page=2", "measure=warm&organisation=x", "measure=warm&since=tomorrow"],
)
def test_rows_behind_no_figure_do_not_exist(busy, as_, query):
    query += "" if "since" in query else "&since=2026-01-01"
    assert as_(busy.world.carla).get(f"/quality/rows?until=2026-12-31&{query}").status_code == 404


def test_reading_rows_is_logged(busy, as_):
    as_(busy.world.carla).get("/quality/rows?measure=expired&since=2026-01-01&until=2026-12-31")
    looks = busy.world.db.exec(select(AuditEntry).where(AuditEntry.subject == "quality")).all()
    assert [(look.what, look.worker_id) for look in looks] == [("expired", busy.world.carla.id)]
    assert looks[0].person_id
    assert looks[0].at == NOON


@pytest.mark.parametrize(
    ("path", "block"), [(YEAR, "report"), ("/quality/rows?measure=warm&since=2026-01-01&until=2026-12-31", "rows")]
)
def test_the_fragment_equals_that_block_of_the_page(busy, as_, path, block):
    page = as_(busy.world.carla)
    whole, part = page.get(path).text, page.get(path, headers=HTMX).text
    assert part.strip() in whole
    assert f'id="{block}"' in part
    assert "<html" not in part


def test_the_outflow_report_and_the_shop_caseload_link_here(busy, as_):
    page = as_(busy.world.carla)
    assert 'href="/quality?period=2026"' in page.get("/reports?period=2026").text
    assert 'href="/quality"' in page.get("/people/shop").text
    assert "/quality" not in as_(busy.world.marleen).get("/reports").text
