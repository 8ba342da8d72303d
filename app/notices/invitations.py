"""An invitation for calendars (RFC 5545, iTIP): a moment and a place, and nobody's story (TRUST 23)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import STATUS, Calendar, Event, vCalAddress, vText

from app.accounts.models import Worker
from app.core.settings import settings
from app.core.text import N_
from app.web.i18n import gettext as _

LASTS = timedelta(minutes=30)  # what a calendar keeps free: how long it takes is not known
SUMMARY = N_("Introduction with the three of you")
DESCRIPTION = N_("Who it is about stands here: %(address)s")


def invitation(
    *, uid: str, sequence: int, starts: datetime, attendees: Iterable[Worker], about: str, at: datetime,
    cancelled: bool = False,
) -> str:  # fmt: skip
    """A calendar file that invites, or calls off. `sequence` grows with every change of the same `uid`; `about`: the
    path where it is read. The place is left out: somebody may have written a name in it."""
    there = f"{settings().address}{about}"
    event = Event.new(
        uid=uid, start=starts, end=starts + LASTS, stamp=at, sequence=sequence, summary=_(SUMMARY),
        description=_(DESCRIPTION) % {"address": there}, url=there,
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
    )  # fmt: skip
    event["organizer"] = vCalAddress(f"mailto:{settings().mail_from}")
    for worker in attendees:
        if worker.email:
            who = vCalAddress(f"mailto:{worker.email}")
            who.params["cn"] = vText(worker.name)
            event.add("attendee", who)
    calendar = Calendar.new(prodid="-//Werkwinkel//Werkwinkel//NL", method="CANCEL" if cancelled else "REQUEST")
    calendar.add_component(event)
    return calendar.to_ical().decode()
