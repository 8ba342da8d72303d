from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.settings import settings
from tests.messages.mail_outbox.smtp_server import MailServer, on_free_port


@pytest.fixture
def down(monkeypatch) -> MailServer:
    """A configured mail server that is not running."""
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
    """Stands in for a separate transaction: a savepoint, which can be rolled back alone."""

    @contextmanager
    def one():
        with db.begin_nested():
            yield db

    return one
