"""Error pages leave nothing behind."""

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from app.accounts import session_cookie, sessions
from app.audit.models import AuditEntry, AuditKind
from app.core.clock import request_time
from app.core.database import transaction
from app.factory import create_app
from app.front_desk.visits import actions as visits
from app.web.security import HEADERS
from tests.world import NOON, World


def test_an_error_page_leaves_no_transaction_open(own_engine):
    with Session(own_engine, expire_on_commit=False) as db:
        world = World.build(db)
        token = sessions.start(db, world.samira, world.shop.id, at=NOON)
        db.commit()
    used = []

    def as_served(request: Request):
        with Session(own_engine, expire_on_commit=False) as db, db.begin():
            used.append(db)
            yield db

    app = create_app()
    app.dependency_overrides = {transaction: as_served, request_time: lambda: NOON}
    with TestClient(app, base_url="http://localhost", cookies={session_cookie.LOCAL_COOKIE: token}) as client:
        answer = client.get("/people/aaaaaaaaaaaaaaaa")
    assert answer.status_code == 404
    assert used
    assert not any(db.in_transaction() for db in used)
    with Session(own_engine) as db:
        refused = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.REFUSAL)).one()
    assert (refused.worker_id, refused.subject, refused.what) == (world.samira.id, "/people/{key}", "GET 404")


@pytest.mark.parametrize(("path", "what"), [("conversation", "POST 404"), ("conversation", "POST 409")])
def test_who_is_refused_something_is_on_record(as_, world, db, path, what):
    key = "aaaaaaaaaaaaaaaa"
    if what.endswith("409"):
        key = visits.register(db, world.hatice, by=world.actor(world.hanna), at=NOON).key
        as_(world.joost).post(f"/visits/{key}/{path}")
    as_(world.samira).post(f"/visits/{key}/{path}")
    line = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.REFUSAL)).one()
    assert (line.worker_id, line.subject, line.what) == (world.samira.id, "/visits/{key}/conversation", what)


def test_a_stranger_who_is_refused_leaves_no_line(client, world, db):
    assert client.get("/nowhere").status_code == 404
    assert db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.REFUSAL)).all() == []


def test_a_lost_database_gets_an_honest_page_that_asks_nothing_of_it(as_, world, peopled):
    """The connection goes in the middle of a request, after the worker is known (TRUST 28)."""
    client = as_(world.samira)
    asked = []

    def lose(connection, cursor, statement, parameters, context, executemany):
        if "FROM visit" in statement:
            asked.append(statement)
            raise OperationalError(statement, parameters, Exception("gone"))

    event.listen(peopled, "before_cursor_execute", lose)
    try:
        answer = client.get("/door")
    finally:
        event.remove(peopled, "before_cursor_execute", lose)
    assert answer.status_code == 503
    assert "niet bij de opgeslagen gegevens" in answer.text
    assert len(asked) == 1


def test_a_fault_of_ours_is_guarded_like_every_other_answer(as_, world, peopled):
    """The answer to it is made outside everything else, also outside the guard (TRUST 14)."""

    def break_down(connection, cursor, statement, parameters, context, executemany):
        if "FROM visit" in statement:
            raise RuntimeError

    client = as_(world.samira)
    event.listen(peopled, "before_cursor_execute", break_down)
    try:
        answer = client.get("/door")
    finally:
        event.remove(peopled, "before_cursor_execute", break_down)
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"
