"""Pairing a browser as a tablet and withdrawing it: its own secret, and no access to anything else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.audit.models import AuditEntry
from app.core.clock import request_time
from app.core.state_machine import Refused
from app.front_desk.kiosk import tablet_actions, tablet_queries, tablet_session
from app.front_desk.kiosk.models import Tablet
from tests.conftest import HTMX
from tests.front_desk.kiosk.tablets import code_on, create_tablet, pair_client
from tests.world import NOON, World


def make(client) -> str:
    return code_on(client.post("/tablets", data={"name": "Bij de voordeur"}))


def is_tablet(client) -> bool:
    return 'class="tile"' in client.get("/check-in").text


def test_a_code_typed_on_a_tablet_makes_it_the_tablet_of_the_shop_once(as_, world, db):
    client = as_(world.carla)
    code = make(client)
    assert not is_tablet(client)
    answer = client.post("/check-in", data={"code": f" {code.upper()} "}, follow_redirects=False)
    assert answer.headers["location"] == "/check-in"
    assert is_tablet(client)
    tablet = db.exec(select(Tablet)).one()
    assert (tablet.name, tablet.made_by.name, tablet.shop_id) == ("Bij de voordeur", "Carla Post", world.shop.id)
    client.cookies.clear()
    again = client.post("/check-in", data={"code": code})
    assert again.status_code == 422
    assert 'id="code-error"' in again.text
    assert not is_tablet(client)


def test_pairing_signs_out_the_worker_in_that_browser(as_, world):
    client = as_(world.carla)
    client.post("/check-in", data={"code": make(client)})
    for path in ("/door", "/tablets", "/account"):
        assert client.get(path, follow_redirects=False).headers["location"].startswith("/sign-in"), path


def test_a_tablets_secret_is_hidden_from_scripts_and_stored_nowhere(as_, world, db):
    client = as_(world.carla)
    answer = client.post("/check-in", data={"code": make(client)}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    token = client.cookies[tablet_session.TABLET_COOKIE[1]]
    assert len(token) >= 43
    assert token not in str(db.exec(select(Tablet)).one().model_dump())


def test_over_tls_the_secret_goes_back_to_this_server_only(as_, world, app):
    code = make(as_(world.carla))
    tablet = TestClient(app, base_url="https://werkwinkel.example")  # it is started already
    answer = tablet.post("/check-in", data={"code": code}, follow_redirects=False)
    assert "__Host-werkwinkel-tablet=" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]


def test_over_plain_http_no_code_can_be_typed(client, world, tablet):
    code = tablet_actions.new_code(world.db, tablet, by=world.actor(world.carla), at=NOON)
    answer = client.post("http://werkwinkel.example/check-in", data={"code": code}, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("minutes", "works"), [(29, True), (31, False)])
def test_a_code_works_for_half_an_hour(client, app, world, tablet, minutes, works):
    code = tablet_actions.new_code(world.db, tablet, by=world.actor(world.carla), at=NOON)
    app.dependency_overrides[request_time] = lambda: NOON + timedelta(minutes=minutes)
    client.post("/check-in", data={"code": code})
    assert is_tablet(client) == works


def test_a_new_code_replaces_the_earlier_code_and_once_used_the_earlier_browser(client, world, tablet):
    by = world.actor(world.carla)
    pair_client(client, tablet, "the-old-one")
    first, second = (tablet_actions.new_code(world.db, tablet, by=by, at=NOON) for _twice in range(2))
    assert is_tablet(client)  # until the new code is used
    assert tablet_queries.tablet_by_code(world.db, first, at=NOON) is None
    tablet_actions.pair(world.db, tablet_queries.tablet_by_code(world.db, second, at=NOON), at=NOON)
    assert not is_tablet(client)


def test_attempts_at_a_code_are_limited(client, tablet):
    answers = [client.post("/check-in", data={"code": f"abcd{n}fgh"}).status_code for n in range(2, 12)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_withdrawn_tablet_stops_at_once_and_looks_like_an_unpaired_browser(as_, world, tablet):
    client = as_(world.carla)
    passer_by = client.get("/check-in").text
    pair_client(client, tablet, "a-secret")
    assert is_tablet(client)
    client.post(f"/tablets/{tablet.key}/withdrawal")
    assert client.get("/check-in").text == passer_by


def test_a_withdrawn_tablet_gets_no_new_code(as_, world, tablet):
    client = as_(world.carla)
    client.post(f"/tablets/{tablet.key}/withdrawal")
    assert client.post(f"/tablets/{tablet.key}/code").status_code == 404
    assert "Bij de voordeur" not in client.get("/tablets").text


@pytest.mark.parametrize("who", ["samira", "hanna", "fatima", "marleen", "petra"])
def test_only_workers_who_manage_lists_manage_tablets(as_, world, tablet, who):
    client = as_(getattr(world, who))
    assert client.get("/tablets").status_code == 404
    assert client.post("/tablets", data={"name": "x"}).status_code == 404
    assert client.post(f"/tablets/{tablet.key}/withdrawal").status_code == 404


def test_the_tablet_of_another_shop_does_not_exist(as_, world):
    theirs = create_tablet(world, "Van De Dreef", world.other_shop)
    client = as_(world.anton)
    assert "Van De Dreef" not in client.get("/tablets").text
    for noun in ("code", "withdrawal"):
        assert client.post(f"/tablets/{theirs.key}/{noun}").status_code == 404


def test_a_tablet_needs_a_name_and_a_double_click_creates_one(as_, world, db):
    client = as_(world.anton)
    nameless = client.post("/tablets", data={"name": " "})
    assert nameless.status_code == 422
    assert 'id="name-error"' in nameless.text
    for _twice in range(2):
        client.post("/tablets", data={"name": "Bij het raam", "intention": "once"})
    assert len(db.exec(select(Tablet)).all()) == 1


def test_a_tablet_can_read_nothing(client, world, tablet):
    pair_client(client, tablet, "a-secret")
    for path in ("/door", "/door/board", f"/people/{world.hatice.key}", "/reports", "/record", "/tablets", "/account"):
        assert client.get(path, follow_redirects=False).headers["location"].startswith("/sign-in"), path
    assert client.get("/", follow_redirects=False).headers["location"] == "/check-in"


def test_creating_and_withdrawing_are_logged_without_code_or_secret(as_, world, db):
    client = as_(world.carla)
    code = make(client)
    client.post("/check-in", data={"code": code})
    token = client.cookies[tablet_session.TABLET_COOKIE[1]]
    tablet = db.exec(select(Tablet)).one()
    as_(world.carla).post(f"/tablets/{tablet.key}/withdrawal")
    lines = db.exec(select(AuditEntry).where(AuditEntry.subject == "tablet")).all()
    ends = [lines[0], lines[-1]]
    assert [(line.what, line.worker_id) for line in ends] == [("added", world.carla.id), ("changed", world.carla.id)]
    assert "withdrawn_at" in lines[-1].details
    assert "hash" not in str([line.details for line in lines])
    assert token not in str(lines)


def test_the_page_lists_languages_still_to_be_checked(as_, world):
    client = as_(world.carla)
    page = client.get("/tablets").text
    for path, name in (("ar", "Arabisch"), ("ti", "Tigrinya"), ("uk", "Oekraïens"), ("pap", "Papiaments")):
        assert f'/tablets/languages/{path}">{name}' in page
    assert "/tablets/languages/en" not in page
    sentences = client.get("/tablets/languages/ar").text
    assert 'lang="ar" dir="rtl">رقمك 14' in sentences
    assert "Je bent nummer 14" in sentences
    assert client.get("/tablets/languages/xx").status_code == 404


@pytest.mark.parametrize("path", ["/tablets", "/tablets/languages/ti"])
def test_the_fragment_is_that_block_of_the_page(as_, world, tablet, path):
    client = as_(world.carla)
    part, whole = client.get(path, headers=HTMX).text, client.get(path).text

    def same(text: str) -> str:
        return text.split('name="intention"')[0].strip()

    assert same(part) in whole


def test_two_browsers_with_the_same_code_at_once_make_one_tablet(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        tablet = create_tablet(world)
        code = tablet_actions.new_code(db, tablet, by=world.actor(world.carla), at=NOON)
    together = Barrier(2)

    def type_it(_browser) -> str:
        try:
            with Session(own_engine) as db, db.begin():
                found = None
                if not own_engine.url.drivername.startswith("sqlite"):  # there the one waits before it can look
                    found = tablet_queries.tablet_by_code(db, code, at=NOON)
                    together.wait(timeout=20)
                found = found or tablet_queries.tablet_by_code(db, code, at=NOON)
                return tablet_actions.pair(db, found, at=NOON) if found else ""
        except Refused:
            return ""

    with ThreadPoolExecutor(2) as pool:
        tokens = list(pool.map(type_it, range(2)))
    assert tokens.count("") == 1
    with Session(own_engine) as db:
        assert tablet_queries.tablet_by_token(db, max(tokens)) is not None
