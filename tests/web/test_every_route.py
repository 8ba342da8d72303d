"""What every route keeps, found by walking them: who may come in, from where, and what each answer carries."""

import re

import pytest

from app.accounts.models import Role
from app.accounts.permissions import GRANTS, Requires
from app.desk.frame import PLACES
from app.web.security import HEADERS
from tests.test_house import PUBLIC, dependencies, routes

ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"}, {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
]  # fmt: skip
WORKERS = {
    "hanna": Role.HOST, "samira": Role.FRONT_OFFICE, "carla": Role.COORDINATOR, "fatima": Role.PARTNER,
    "marleen": Role.MANAGER, "anton": Role.ADMINISTRATOR, "petra": Role.PRIVACY_OFFICER,
}  # fmt: skip


def filled(path: str) -> str:
    return re.sub(r"\{\w+\}", "x" * 16, path)


def guards(app):
    """Every method and path that is not public, with the permissions that it asks."""
    for context in routes(app):
        if context.path in PUBLIC:
            continue
        asked = [
            call.permission for call in dependencies(context.original_route.dependant) if isinstance(call, Requires)
        ]
        for method in context.original_route.methods - {"HEAD"}:
            yield method, context.path, {permission for permission in asked if permission}


def test_what_changes_something_is_refused_from_another_site(app, as_, world):
    client = as_(world.anton)
    posts = [c.path for c in routes(app) if c.original_route.methods - {"GET", "HEAD"}]
    assert len(posts) >= 30
    for path in posts:
        for headers in ELSEWHERE:
            assert client.post(filled(path), headers=headers).status_code == 403, (path, headers)


def test_nobody_comes_in_without_signing_in(app, client, world):
    every = list(guards(app))
    assert len(every) >= 50
    for method, path, _asked in every:
        answer = client.request(method, filled(path), follow_redirects=False)
        assert answer.status_code in (303, 401), (method, path)
        assert answer.headers["location"].startswith("/sign-in"), (method, path)


@pytest.mark.parametrize("name", WORKERS)
def test_what_a_role_may_not_do_does_not_exist_for_it(app, as_, world, name):
    client, granted = as_(getattr(world, name)), GRANTS[WORKERS[name]]
    closed = [(method, path) for method, path, asked in guards(app) if not asked <= granted]
    assert closed
    for method, path in closed:
        assert client.request(method, filled(path), follow_redirects=False).status_code == 404, (method, path)


@pytest.mark.parametrize("name", WORKERS)
def test_every_place_in_the_menu_of_a_role_opens_and_no_other(app, as_, world, name):
    client, granted = as_(getattr(world, name)), GRANTS[WORKERS[name]]
    for url, _title, permission in PLACES:
        assert client.get(url, follow_redirects=False).status_code == (200 if permission in granted else 404), url


def test_every_answer_carries_the_protecting_headers(app, as_, world):
    client = as_(world.anton)
    for context in routes(app):
        for method in context.original_route.methods - {"HEAD"}:
            if context.path == "/sign-out":
                continue
            answer = client.request(method, filled(context.path), follow_redirects=False)
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, context.path
            assert answer.headers["cache-control"] == "no-store", context.path
            assert answer.status_code < 500, context.path
    for answer in (client.get("/nowhere"), client.put("/sign-in"), client.get("/static/nowhere.css")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_behind_tls_browsers_are_told_to_stay_there(client):
    client.base_url = "https://werkwinkel.example"
    assert "max-age" in client.get("/sign-in").headers["strict-transport-security"]


def test_managers_and_administrators_read_no_name_of_a_visitor_anywhere(app, as_, world):
    for name in ("marleen", "anton"):
        client = as_(getattr(world, name))
        for method, path, _asked in guards(app):
            if method == "GET":
                text = client.get(filled(path)).text
                assert "Hatice" not in text, path
                assert "Kwame" not in text, path
