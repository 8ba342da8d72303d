"""Mail that is on."""

from tests.messages.mail_outbox.conftest import begin, down, server  # noqa: F401
