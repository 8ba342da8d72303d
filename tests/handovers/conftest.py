from datetime import datetime

import pytest

from app.accounts import session_cookie, sessions
from app.accounts.models import Worker
from app.core.clock import request_time
from app.core.settings import settings
from tests.handovers.handover_shop import HandoverShop, build


@pytest.fixture
def shop(world) -> HandoverShop:
    return build(world)


@pytest.fixture
def mark(shop) -> Worker:
    """Mark of DOCK comes on Tuesdays and has no account."""
    mark = Worker(name="Mark Bakker", login="mark", organisation_id=shop.dock.id)
    shop.db.add(mark)
    shop.db.flush()
    return mark


@pytest.fixture
def later(app, client, shop):
    """Returns a function that gives the client at another moment, signed in as a worker."""

    def signed_in(worker, moment: datetime):
        app.dependency_overrides[request_time] = lambda: moment
        token = sessions.start(shop.db, worker, shop.world.shop.id, at=moment)
        shop.db.flush()
        client.cookies.set(session_cookie.LOCAL_COOKIE, token, domain="localhost.local")
        return client

    return signed_in


@pytest.fixture
def mail(monkeypatch):
    """Mail is turned on, so letters are written to the outbox."""
    monkeypatch.setattr(settings(), "mail_server", "smtp://127.0.0.1:9")
