import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import session_cookie, sessions
from app.accounts.models import Membership, Role, Worker
from app.audit.models import AuditEntry
from app.core.clock import request_time
from tests.accounts.conftest import PASSWORD
from tests.world import NOON


def invite(client, world, **fields):
    typed = {
        "intention": "abc",
        "name": "Nadia Haddou",
        "login": "Nadia",
        "organisation": world.dock.key,
        "roles": ["partner"],
    }
    return client.post("/workers", data=typed | fields, follow_redirects=False)


def invitation_path(page) -> str:
    return re.search(r"http://localhost(/invitations/[\w-]+)", page.text).group(1)


def accept_invitation(client, way, password=PASSWORD, again=None):
    return client.post(way, data={"password": password, "again": again or password}, follow_redirects=False)


def test_an_invitation_is_shown_once_and_lets_a_colleague_in(as_, client, world):
    way = invitation_path(invite(as_(world.anton), world))
    nadia = world.db.exec(select(Worker).where(Worker.login == "nadia")).one()
    assert way not in as_(world.anton).get(f"/workers/{nadia.key}").text
    assert "Uitgenodigd" in client.get("/workers").text
    client.cookies.clear()
    assert "Nadia Haddou" in client.get(way).text
    assert accept_invitation(client, way).status_code == 303
    assert client.get("/", follow_redirects=False).headers["location"] == "/handovers"
    client.cookies.clear()
    assert accept_invitation(client, way, "een andere boot hier").status_code == client.get(way).status_code == 404


def test_the_invitation_link_is_not_in_the_audit_log(as_, world):
    token = invitation_path(invite(as_(world.anton), world)).rsplit("/", 1)[1]
    assert token not in "".join(str(e.model_dump()) for e in world.db.exec(select(AuditEntry)))


def test_an_invitation_lasts_a_week_and_a_new_password_a_day(app, as_, client, world):
    invited = invitation_path(invite(as_(world.anton), world))
    reset = invitation_path(as_(world.anton).post(f"/workers/{world.samira.key}/link"))
    for days, first, second in ((0.99, 200, 200), (1, 200, 404), (6.99, 200, 404), (7, 404, 404)):
        app.dependency_overrides[request_time] = lambda days=days: NOON + timedelta(days=days)
        assert (client.get(invited).status_code, client.get(reset).status_code) == (first, second)


def test_a_new_link_replaces_the_earlier_one_and_ends_old_sessions_when_used(as_, client, world):
    theirs = sessions.start(world.db, world.samira, world.shop.id, at=NOON)
    first = invitation_path(as_(world.anton).post(f"/workers/{world.samira.key}/link"))
    second = invitation_path(as_(world.anton).post(f"/workers/{world.samira.key}/link"))
    assert client.get(first).status_code == 404
    assert sessions.actor_by_token(world.db, theirs, at=NOON) is not None
    assert accept_invitation(client, second).status_code == 303
    assert sessions.actor_by_token(world.db, theirs, at=NOON) is None


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("kort", None, "12 tekens"),
        ("de amazone rivier", None, "die anderen kennen"),
        (PASSWORD, "anders", "niet gelijk"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(as_, client, world, password, again, words):
    way = invitation_path(invite(as_(world.anton), world))
    answer = accept_invitation(client, way, password, again)
    assert answer.status_code == 422
    assert words in answer.text
    assert accept_invitation(client, way).status_code == 303


def test_two_clicks_invite_once(as_, world):
    client = as_(world.anton)
    assert invite(client, world).status_code == 200
    again = invite(client, world)
    assert again.status_code == 303
    assert again.headers["location"].startswith("/workers/")
    assert len(world.db.exec(select(Worker).where(Worker.login == "nadia")).all()) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"login": "SAMIRA"}, "al in gebruik"),
        ({"login": "n a"}, "zonder spaties"),
        ({"organisation": "nowhere"}, "Kies een van deze."),
        ({"roles": []}, "Vul dit in."),
        ({"roles": ["boss"]}, "Kies een van deze."),
        ({"name": ""}, "Vul dit in."),
    ],
)
def test_errors_in_an_invitation_are_shown_at_their_field(as_, world, fields, words):
    answer = invite(as_(world.anton), world, intention="new", **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_changed_roles_end_open_sessions(as_, world):
    theirs = sessions.start(world.db, world.hanna, world.shop.id, at=NOON)
    as_(world.anton).post(f"/workers/{world.hanna.key}/roles", data={"roles": ["host", "privacy_officer"]})
    assert sessions.actor_by_token(world.db, theirs, at=NOON) is None
    held = world.db.exec(select(Membership.role).where(Membership.worker_id == world.hanna.id)).all()
    assert set(held) == {Role.HOST, Role.PRIVACY_OFFICER}


def test_a_departed_worker_can_return_through_a_new_link(as_, client, world):
    as_(world.anton).post(f"/workers/{world.hanna.key}/departure", data={})
    assert as_(world.anton).post(f"/workers/{world.hanna.key}/link").status_code == 409
    way = invitation_path(as_(world.anton).post(f"/workers/{world.hanna.key}/return"))
    assert accept_invitation(client, way).status_code == 303
    assert client.get("/", follow_redirects=False).headers["location"] == "/door"


def test_the_link_of_a_departed_worker_does_not_work(as_, client, world):
    way = invitation_path(as_(world.anton).post(f"/workers/{world.hanna.key}/link"))
    as_(world.anton).post(f"/workers/{world.hanna.key}/departure", data={})
    assert client.get(way).status_code == accept_invitation(client, way).status_code == 404


def test_workers_of_another_shop_do_not_exist_here(as_, world):
    client = as_(world.anton)
    assert "Olaf" not in client.get("/workers").text
    for way in ("", "/roles", "/link", "/departure", "/return"):
        url = f"/workers/{world.olaf.key}{way}"
        answer = client.post(url, data={"roles": "host"}) if way else client.get(url)
        assert answer.status_code == 404


def test_one_who_works_in_two_shops_can_change_between_them(as_, world):
    world.db.add(Membership(worker_id=world.hanna.id, shop_id=world.other_shop.id, role=Role.HOST))
    world.db.flush()
    client = as_(world.hanna)
    assert "/account/shop" in client.get("/account").text
    assert "De Dreef" in client.get("/account/shop").text
    client.post("/account/shop", data={"shop": world.other_shop.key})
    assert (
        sessions.actor_by_token(world.db, client.cookies[session_cookie.LOCAL_COOKIE], at=NOON).shop_id
        == world.other_shop.id
    )
    assert as_(world.samira).post("/account/shop", data={"shop": world.other_shop.key}).status_code == 404
