"""The live refresh of the inbox, and what it writes to the audit log."""

from sqlmodel import func, select

from app.audit.models import AuditEntry
from app.handovers.lifecycle.models import State
from tests.conftest import HTMX


def logged_views(world) -> int:
    return world.db.exec(select(func.count()).select_from(AuditEntry).where(AuditEntry.what == "inbox")).one()


def test_a_refresh_is_that_block_of_the_page(as_, shop):
    shop.in_state(State.OFFERED)
    client = as_(shop.world.fatima)
    whole, fragment = client.get("/handovers").text, client.get("/handovers/list", headers=HTMX).text
    assert fragment.strip()
    assert fragment.strip() in whole
    assert 'data-events="/notices/events"' in fragment
    assert 'data-counts="/handovers 1 /notices 1 "' in fragment


def test_the_refresh_opened_as_a_page_redirects_to_the_inbox(as_, world):
    assert as_(world.fatima).get("/handovers/list", follow_redirects=False).headers["location"] == "/handovers"


def test_a_refresh_logs_each_person_once_a_day(as_, shop):
    shop.in_state(State.OFFERED)
    client = as_(shop.world.fatima)
    first = client.get("/handovers/list", headers=HTMX, follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, "/handovers")
    client.get("/handovers", headers=HTMX)
    once = logged_views(shop.world)
    assert once == 1
    assert client.get("/handovers/list", headers=HTMX, follow_redirects=False).status_code == 200
    assert logged_views(shop.world) == once
