"""Builds email messages and sends them over SMTP."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

import aiosmtplib

TIMEOUT_SECONDS = 20  # for each reply of the server
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class DeliveryFailed(Exception):
    """An email was not sent.

    `trouble`: the reason, from the mail server if it gave one; `for_good`: the address is refused or invalid, and
    trying again is pointless; `no_server`: the server did not answer, so other emails need not be tried now.
    """

    def __init__(self, trouble: str, *, for_good: bool = False, no_server: bool = False):
        super().__init__(trouble)
        self.trouble, self.for_good, self.no_server = " ".join(trouble.split())[:300], for_good, no_server


@dataclass(frozen=True)
class MailServer:
    """An SMTP server. Unless it runs on this machine, TLS and a valid certificate are required."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    implicit_tls: bool = False

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """From smtp://user:password@host:587, or smtps://… for a server that starts with TLS. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("WERKWINKEL_MAIL_SERVER looks like smtp://user:password@host:587")
        implicit_tls = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, parts.port or (465 if implicit_tls else 587), user, password, implicit_tls)

    def send(self, message: EmailMessage, to: str) -> None:
        """Sends one email to one address. Raises DeliveryFailed with the reply of the server."""
        is_local = self.host in _LOOPBACK
        start_tls = False if self.implicit_tls else None if is_local else True  # None: if the server offers it
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
                    start_tls=start_tls,
                    validate_certs=not is_local,
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
    """An email in plain text.

    `key`: the local part of its Message-ID, by which a second copy is recognised; `host`: the domain of that id;
    `invitation`: a calendar file, included twice: as the part that mail programs show as an invitation, and as a file.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, " ".join(subject.split())
    mail["Date"], mail["Message-ID"] = at, f"<{key}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
    mail.set_content(text)
    if invitation:
        method = "CANCEL" if "METHOD:CANCEL" in invitation else "REQUEST"
        mail.add_alternative(invitation, subtype="calendar", params={"method": method})
        mail.add_attachment(invitation.encode(), maintype="application", subtype="ics", filename="werkwinkel.ics")
    return mail
