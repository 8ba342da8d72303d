from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.settings import settings
from tests.messages.mail_outbox.smtp_server import MailServer, on_free_port


@pytest.fixture
def down(monkeypatch) -> MailServer:
    """Mail is on, and its server is down."""
    server = on_free_port()
    monkeypatch.setattr(settings(), "mail_server", server.url)
    monkeypatch.setattr(settings(), "address", "https://werkwinkel.example")
    return server


@pytest.fixture
def server(down) -> Iterator[MailServer]:
    with down.running():
        yield down


@pytest.fixture
def begin(db):
    """What stands for a transaction of its own: it is undone alone, like one."""

    @contextmanager
    def one():
        with db.begin_nested():
            yield db

    return one
