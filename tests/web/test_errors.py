"""Error pages leave nothing behind."""

from fastapi import Request
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.accounts import sessions
from app.core.clock import now
from app.core.database import transaction
from app.factory import create_app
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
    app.dependency_overrides = {transaction: as_served, now: lambda: NOON}
    with TestClient(app, base_url="http://localhost", cookies={sessions.LOCAL_COOKIE: token}) as client:
        answer = client.get("/people/aaaaaaaaaaaaaaaa")
    assert answer.status_code == 404
    assert used
    assert not any(db.in_transaction() for db in used)
