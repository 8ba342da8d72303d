"""An introduction as a calendar invitation (RFC 5546). It names neither the person nor the subject."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import CLASS, STATUS, Calendar, Event, vCalAddress

from app.core.text_rules import N_
from app.web.i18n import gettext as _

SUMMARY = N_("Introduction with the three of you")


def calendar_invitation(
    *,
    uid: str,
    sequence: int,
    starts: datetime,
    minutes: int,
    where: str,
    organizer: str,
    attendees: Iterable[str],
    cancelled: bool = False,
    root: str,
    about: str,
    at: datetime,
) -> str:
    """The text of a calendar file: an appointment of `minutes` from `starts`, or its cancellation.

    `uid`: one for each handover, also after rescheduling; `sequence`: the number of changes so far, by which a calendar
    knows the newest version; `organizer`, `attendees`: email addresses of workers, never of the person; `root`: the
    public address of the service; `about`: the path of the page with the details, behind sign-in.
    """
    there = f"{root.rstrip('/')}{about}"
    event = Event.new(
        uid=f"{uid}@werkwinkel",
        sequence=sequence,
        stamp=at,
        start=starts,
        end=starts + timedelta(minutes=minutes),
        summary=_(SUMMARY),
        description=_("See what it is: %(address)s") % {"address": there},
        url=there,
        location=where or None,
        classification=CLASS.PRIVATE,
        organizer=vCalAddress.new(organizer) if organizer else None,
        attendees=[vCalAddress.new(one, partstat="NEEDS-ACTION", rsvp=not cancelled) for one in attendees],
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
    )
    calendar = Calendar.new(
        prodid="-//Werkwinkel//Werkwinkel//NL", method="CANCEL" if cancelled else "REQUEST", subcomponents=[event]
    )
    return calendar.to_ical().decode()
