"""Fixtures for a configured mail server."""

from tests.messages.mail_outbox.conftest import (
    begin,  # noqa: F401
    down,  # noqa: F401
    server,  # noqa: F401
)
