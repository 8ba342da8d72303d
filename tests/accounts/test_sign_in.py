"""Signing in and out: sessions, limits and what is logged."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.accounts import passwords, session_cookie, sessions
from app.accounts.actions import set_roles
from app.accounts.login_limits import PER_ADDRESS, allow_attempt, refund_attempt
from app.accounts.models import LoginSession, Role
from app.audit.models import AuditEntry, AuditKind
from app.core.clock import request_time
from app.core.ids import digest
from tests.accounts.conftest import PASSWORD
from tests.world import NOON

LANDINGS = {
    "hanna": "/door",
    "samira": "/door",
    "carla": "/door",
    "fatima": "/handovers",
    "marleen": "/reports",
    "anton": "/openings",
    "petra": "/record",
}


def sign_in(client, login="samira", password=PASSWORD, **fields):
    return client.post("/sign-in", data={"login": login, "password": password, **fields}, follow_redirects=False)


def test_the_right_name_and_password_lead_to_the_first_screen(client, samira):
    answer = sign_in(client, "  Samira ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/", follow_redirects=False).headers["location"] == "/door"


@pytest.mark.parametrize("name", LANDINGS)
def test_each_role_lands_on_its_own_first_screen(as_, world, name):
    answer = as_(getattr(world, name)).get("/", follow_redirects=False)
    assert answer.headers["location"] == LANDINGS[name]


def test_visitors_who_are_not_signed_in_go_to_sign_in_and_back(client, samira):
    assert client.get("/", follow_redirects=False).headers["location"] == "/sign-in"
    answer = client.get("/account", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?to=/account"
    assert 'value="/account"' in client.get("/sign-in?to=/account").text
    assert sign_in(client, to="/account").headers["location"] == "/account"


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_redirects_to_another_site(client, samira, way):
    assert sign_in(client, to=way).headers["location"] == "/"
    client.cookies.clear()
    assert "evil" not in client.get("/sign-in", params={"to": way}).text


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, samira):
    wrong, unknown = sign_in(client, password="een andere fiets"), sign_in(client, "samirb", "een andere fiets")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace("samira", "") == unknown.text.replace("samirb", "")
    assert "een andere fiets" not in wrong.text
    assert "set-cookie" not in wrong.headers


def test_an_unknown_name_takes_a_password_check_too(client, samira, monkeypatch):
    compared = []
    monkeypatch.setattr(passwords._hasher, "verify", lambda typed, stored: compared.append(stored))
    for login in ("samira", "nobody", "hanna"):
        sign_in(client, login)
    assert len(compared) == 3


def test_disabled_and_merely_invited_workers_cannot_sign_in(client, world, samira):
    samira.disabled_at = NOON
    world.hanna.password_hash = None
    world.db.flush()
    assert sign_in(client).status_code == sign_in(client, "hanna").status_code == 422


def test_the_cookie_is_only_for_the_server(client, samira):
    cookie = sign_in(client).headers.get_list("set-cookie")[0].lower()
    assert cookie.startswith(session_cookie.LOCAL_COOKIE)
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/"))
    assert "domain" not in cookie
    client.base_url = "https://werkwinkel.example"
    cookie = sign_in(client).headers.get_list("set-cookie")[0]
    assert cookie.startswith("__Host-werkwinkel=")
    assert all(part in cookie.lower() for part in ("httponly", "secure", "samesite=lax", "path=/"))
    assert "domain" not in cookie.lower()


def test_without_tls_nobody_signs_in_from_another_machine(client, samira):
    client.base_url = "http://werkwinkel.example"
    page = client.get("/sign-in")
    assert "https" in page.text
    assert "password" not in page.text
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_signing_in_replaces_an_earlier_session(client, world, samira):
    fixed = sessions.start(world.db, world.hanna, world.shop.id, at=NOON)
    world.db.flush()
    client.cookies.set(session_cookie.LOCAL_COOKIE, fixed, domain="localhost.local")
    sign_in(client)
    rows = world.db.exec(select(LoginSession)).all()
    assert [row.worker_id for row in rows] == [samira.id]
    assert digest(fixed) not in {row.token_hash for row in rows}
    assert client.cookies[session_cookie.LOCAL_COOKIE] not in {row.token_hash for row in rows}  # stored hashed


def test_a_made_up_session_is_rejected(client, world):
    client.cookies.set(session_cookie.LOCAL_COOKIE, "x" * 43, domain="localhost.local")
    assert client.get("/account", follow_redirects=False).status_code == 303


def test_a_session_ends_after_twelve_hours_whatever_happens(app, as_, world):
    client = as_(world.samira)
    for hours, status in ((11.99, 200), (12, 303)):
        app.dependency_overrides[request_time] = lambda hours=hours: NOON + timedelta(hours=hours)
        assert client.get("/account", follow_redirects=False).status_code == status


def test_signing_out_ends_the_session_at_the_server(as_, world):
    client = as_(world.samira)
    token = client.cookies[session_cookie.LOCAL_COOKIE]
    assert client.post("/sign-out", follow_redirects=False).headers["location"] == "/sign-in"
    client.cookies.set(session_cookie.LOCAL_COOKIE, token, domain="localhost.local")
    assert client.get("/account", follow_redirects=False).status_code == 303


def test_too_many_attempts_are_stopped_without_locking_out_the_colleague(client, samira, app):
    answers = [sign_in(client, password=f"gok nummer {n} is het") for n in range(9)]
    assert [a.status_code for a in answers] == [422] * 8 + [429]
    assert "tien minuten" in answers[-1].text
    assert sign_in(client).status_code == 429
    client._transport.client = ("198.51.100.7", 50000)  # the colleague, at another address
    assert sign_in(client).status_code == 303


def test_signing_in_is_not_counted_and_does_not_reset_failures(client, samira):
    for _ in range(4):
        sign_in(client, password="dit is het niet hoor")
        assert sign_in(client).status_code == 303
        assert sign_in(client, password="dit ook niet").status_code == 422
    assert sign_in(client, password="en dit?").status_code == sign_in(client).status_code == 429


def test_a_shared_desk_that_signs_in_all_day_is_never_locked_out(db):
    for _turn in range(PER_ADDRESS.amount + 1):
        assert allow_attempt(db, "samira", "192.0.2.1", at=NOON)
        refund_attempt(db, "samira", "192.0.2.1")


def test_attempts_are_allowed_again_after_ten_minutes(client, app, samira):
    for _ in range(9):
        sign_in(client, password="dit is het niet hoor")
    for seconds, status in ((599, 429), (600, 303)):
        app.dependency_overrides[request_time] = lambda s=seconds: NOON + timedelta(seconds=s)
        assert sign_in(client).status_code == status


def test_addresses_in_one_ipv6_network_share_the_limit(client, samira):
    for n in range(8):
        client._transport.client = (f"2001:db8:1:2::{n}", 50000)
        sign_in(client, password="dit is het niet hoor")
    assert sign_in(client).status_code == 429
    client._transport.client = ("2001:db8:1:3::1", 50000)
    assert sign_in(client).status_code == 303


def test_many_names_from_one_address_are_stopped(client, samira):
    statuses = [sign_in(client, f"name{n}", "").status_code for n in range(61)]
    assert set(statuses) == {422}  # nothing filled in is not an attempt
    statuses = {sign_in(client, f"name{n}", "x").status_code for n in range(62)}
    assert 429 in statuses


def test_sign_ins_and_failed_attempts_are_logged(client, world, samira):
    sign_in(client, password="dit is het niet hoor")
    sign_in(client)
    client.post("/sign-out")
    entries = world.db.exec(
        select(AuditEntry).where(AuditEntry.kind == AuditKind.SIGN_IN).order_by(col(AuditEntry.id))
    ).all()
    assert [(e.what, e.subject_id, e.shop_id, e.address) for e in entries] == [
        (what, samira.id, world.shop.id, "testclient") for what in ("sign-in refused", "signed in", "signed out")
    ]
    assert "dit is het niet" not in "".join(str(e.details) for e in world.db.exec(select(AuditEntry)))


def test_roles_are_read_at_every_request(as_, world):
    client = as_(world.petra)
    assert client.get("/record").status_code == 200
    set_roles(world.db, world.petra, world.shop.id, [Role.MANAGER])
    assert client.get("/record", follow_redirects=False).status_code == 303
