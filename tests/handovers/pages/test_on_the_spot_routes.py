"""Accepting on the spot: in the receiver's session, by PIN, or recorded by the sender."""

import re

import pytest
from sqlmodel import select

from app.accounts import passwords
from app.audit.models import AuditEntry
from app.handovers.introductions import on_the_spot_actions, on_the_spot_rules
from app.handovers.lifecycle.models import State, Via
from app.handovers.pages.on_the_spot_routes import WRONG_PIN
from app.web.i18n import catalogue
from tests.conftest import HTMX
from tests.world import NOON

PIN = "2580"
PIN_HASH = passwords.hash_password(PIN)


def say(message: str) -> str:
    return catalogue("nl").gettext(message)


@pytest.fixture
def with_pin(shop):
    shop.fatima.pin_hash, shop.dirk.pin_hash = PIN_HASH, passwords.hash_password("1973")
    return shop.together()


def typed(handover, **more):
    return {"version": str(handover.version), **more}


def test_the_receiver_accepts_with_their_pin_on_the_senders_screen(shop, as_, with_pin):
    client, there = as_(shop.samira), f"/handovers/{with_pin.key}/together"
    assert 'name="pin"' in client.get(there).text
    answer = client.post(f"{there}/pin", data=typed(with_pin, pin=PIN))
    assert (answer.status_code, with_pin.state) == (200, State.RUNNING)
    assert {(m.worker_id, m.via) for m in with_pin.moves[1:]} == {(shop.fatima.id, Via.PIN)}
    said = shop.db.exec(select(AuditEntry).where(AuditEntry.what == "yes by PIN")).one()
    assert (said.subject_id, said.worker_id) == (shop.fatima.id, shop.samira.id)


@pytest.mark.parametrize("pin", ["9713", "1973", "", "x"], ids=["wrong", "of a colleague", "none", "no digits"])
def test_a_wrong_pin_changes_nothing_and_is_audit_logged(shop, as_, with_pin, pin):
    answer = as_(shop.samira).post(f"/handovers/{with_pin.key}/together/pin", data=typed(with_pin, pin=pin))
    assert (answer.status_code, with_pin.state) == (422, State.OFFERED)
    assert say(WRONG_PIN) in answer.text
    tried = shop.db.exec(select(AuditEntry).where(AuditEntry.what == "PIN refused")).one()
    assert (tried.subject_id, tried.worker_id) == (shop.fatima.id, shop.samira.id)


def test_after_five_wrong_pins_the_right_one_is_refused_too(shop, as_, with_pin):
    client, there = as_(shop.samira), f"/handovers/{with_pin.key}/together/pin"
    for _try in range(5):
        client.post(there, data=typed(with_pin, pin="9713"))
    answer = client.post(there, data=typed(with_pin, pin=PIN))
    assert (answer.status_code, with_pin.state) == (429, State.OFFERED)
    assert as_(shop.fatima).post(f"/handovers/{with_pin.key}/together", data=typed(with_pin)).status_code == 200
    assert with_pin.state == State.RUNNING


def test_a_pin_works_on_the_screen_of_the_sender_only(shop, as_, with_pin):
    for who in (shop.joost, shop.karim):
        answer = as_(who).post(f"/handovers/{with_pin.key}/together/pin", data=typed(with_pin, pin=PIN))
        assert answer.status_code in (404, 409)
    assert with_pin.state == State.OFFERED


def test_pressing_twice_accepts_once(shop, as_):
    handover = shop.together()
    client, form = as_(shop.fatima), typed(handover, intention="once")
    there = f"/handovers/{handover.key}/together"
    assert [client.post(there, data=form).status_code for _ in range(2)] == [200, 200]
    assert [m.to_state for m in handover.moves] == [State.OFFERED, State.ACCEPTED, State.RUNNING]


def test_only_the_worker_who_was_asked_sees_it_at_the_top_of_the_inbox(shop, as_):
    handover = shop.together()
    there = f"/handovers/{handover.key}/together"
    assert there in as_(shop.fatima).get("/handovers").text
    assert there not in as_(shop.dirk).get("/handovers").text
    page = as_(shop.fatima).get(there)
    assert page.url.path == there
    assert "kitchen" in page.text
    assert as_(shop.dirk).get(there).url.path == f"/handovers/{handover.key}"
    assert as_(shop.karim).get(there).status_code == 404


def test_after_the_receiver_left_the_shop_it_is_an_ordinary_offer(shop, as_):
    handover = shop.together()
    shop.leaves(shop.fatima)
    client, here = as_(shop.fatima), f"/handovers/{handover.key}"
    assert f"{here}/together" not in client.get("/handovers").text
    page = client.get(f"{here}/together")
    assert page.url.path == here
    assert say(on_the_spot_rules.WORKER_LEFT) in page.text
    assert f"{here}/acceptance" in page.text


def test_the_page_shows_the_receiver_what_is_shared_and_nothing_else(shop, as_):
    handover = shop.together(shared=("wishes",))
    page = as_(shop.fatima).get(f"/handovers/{handover.key}/together").text
    assert "kitchen" in page
    for hidden in ("Hatice", "0612345678", "Two months behind"):
        assert hidden not in page


def test_the_waiting_screen_redirects_after_the_acceptance(shop, as_):
    handover = shop.together()
    client, there = as_(shop.samira), f"/handovers/{handover.key}/together/answer"
    waiting = client.get(there)
    assert (waiting.status_code, "HX-Redirect" in waiting.headers) == (204, False)
    on_the_spot_actions.accept_on_the_spot(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    shop.db.flush()
    assert client.get(there).headers["HX-Redirect"] == f"/handovers/{handover.key}"


def test_the_fragment_is_that_block_of_the_page(shop, as_):
    client, url = as_(shop.samira), f"/handovers/{shop.together().key}/together"
    plain = [re.sub(r'value="\w{16}"', "", client.get(url, headers=h).text) for h in ({}, HTMX)]
    assert " ".join(plain[1].split()) in " ".join(plain[0].split())


def test_the_sender_records_the_yes_of_a_worker_without_an_account(shop, as_, mark):
    handover = shop.together(worker=mark)
    client, there = as_(shop.samira), f"/handovers/{handover.key}/together"
    assert f"{there}/word" in client.get(there).text
    client.post(f"{there}/word", data=typed(handover))
    assert handover.state == State.RUNNING
    assert "Samira Bouzid" in handover.moves[1].reason
