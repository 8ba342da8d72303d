"""A real SMTP server on this machine that records the emails it receives."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """`refuses`: addresses and the reply they get; `says`: the reply to every email, instead of accepting it; `slow`:
    never replies to an email."""

    port: int
    got: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    says: str = ""
    slow: bool = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.slow:
            await asyncio.Event().wait()
        if self.says:
            return self.says
        self.got.append(message_from_bytes(envelope.content, policy=default))
        self.to.extend(envelope.rcpt_tos)
        return "250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="mail.test")
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def on_free_port() -> MailServer:
    """A server that is not running yet, on a free port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return MailServer(taken.getsockname()[1])


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return part.get_content()
