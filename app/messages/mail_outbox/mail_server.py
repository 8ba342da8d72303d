"""A letter as a mail, and the mail server it goes to."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

import aiosmtplib

TIMEOUT_SECONDS = 20  # seconds for each answer of the server
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class DeliveryFailed(Exception):
    """Not sent. `for_good`: the server knows no such address, or it is none; later it will not be another answer.

    `no_server`: nobody answered, so that there is no sense in trying with another letter now.
    """

    def __init__(self, trouble: str, *, for_good: bool = False, no_server: bool = False):
        super().__init__(trouble)
        self.trouble, self.for_good, self.no_server = " ".join(trouble.split())[:300], for_good, no_server


@dataclass(frozen=True)
class MailServer:
    """Where mail goes. Off this machine nothing travels without TLS, and the certificate must be right."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    implicit_tls: bool = False

    @classmethod
    def at(cls, url: str) -> "MailServer":
        """smtp://user:password@host:587, or smtps://… for a server that begins with TLS. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("WERKWINKEL_MAIL_SERVER looks like smtp://user:password@host:587")
        at_once = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, parts.port or (465 if at_once else 587), user, password, at_once)

    def send(self, message: EmailMessage, to: str) -> None:
        """Sends one mail to one address. Raises Undelivered with what the server said."""
        here = self.host in _LOOPBACK
        upgrade = False if self.implicit_tls else None if here else True  # None: where the server offers it
        try:
            asyncio.run(
                aiosmtplib.send(
                    message,
                    recipients=[to],
                    hostname=self.host,
                    port=self.port,
                    username=self.user or None,
                    password=self.password or None,
                    use_tls=self.implicit_tls,
                    start_tls=upgrade,
                    validate_certs=not here,
                    timeout=TIMEOUT_SECONDS,
                )
            )
        except aiosmtplib.SMTPRecipientsRefused as refusal:
            answer = refusal.recipients[0]
            raise DeliveryFailed(f"{answer.code} {answer.message}", for_good=answer.code >= 500) from None
        except aiosmtplib.SMTPResponseException as problem:
            raise DeliveryFailed(f"{problem.code} {problem.message}") from None
        except (aiosmtplib.SMTPException, OSError) as problem:
            raise DeliveryFailed(str(problem) or type(problem).__name__, no_server=True) from None


def build_message(
    *, key: str, sender: str, to: str, subject: str, text: str, at: datetime, host: str, invitation: str = ""
) -> EmailMessage:
    """A mail in plain text. `key` makes its Message-ID: sent twice, it is recognised as the same.

    An invitation goes along twice: as the part by which a mail program offers to answer it, and as a file.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, " ".join(subject.split())
    mail["Date"], mail["Message-ID"] = at, f"<{key}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer of who is on leave
    mail.set_content(text)
    if invitation:
        method = "CANCEL" if "METHOD:CANCEL" in invitation else "REQUEST"
        mail.add_alternative(invitation, subtype="calendar", params={"method": method})
        mail.add_attachment(invitation.encode(), maintype="application", subtype="ics", filename="werkwinkel.ics")
    return mail
