"""Steps as events of an iCalendar file (RFC 5545). It leaves the service, so it names no person (TRUST 23)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import CLASS, TRANSP, Calendar, Event

from app.core.clock import moment
from app.guidance.journeys.models import Journey
from app.guidance.journeys.step_models import Step
from app.web.i18n import gettext as _

EVENT_DURATION = timedelta(minutes=30)  # time reserved for a step with a time; its real duration is unknown
REFRESH_INTERVAL = timedelta(hours=1)


def build_calendar(steps: Iterable[tuple[Journey, Step]], *, root: str, at: datetime) -> bytes:
    """The content of a calendar file with these steps. `root`: the base URL of the service, ending with a slash."""
    found = Calendar.new(
        prodid="-//Werkwinkel//Werkwinkel//NL",
        name=_("Werkwinkel steps"),
        refresh_interval=REFRESH_INTERVAL,
        subcomponents=[build_event(journey, step, root=root, at=at) for journey, step in steps],
    )
    del found["uid"]  # the UID of the file is random, and would make every fetch look different
    return found.to_ical()


def build_event(journey: Journey, step: Step, *, root: str, at: datetime) -> Event:
    """The event of one step. Its UID follows from the step's key, so that a moved step moves in the calendar as well.

    A step with a time lasts half an hour, in UTC. A step without one is an all-day event that leaves the day free.
    """
    url = f"{root}people/{journey.person.key}"
    starts: date | datetime = moment(step.on, step.clock) if step.clock else step.on
    ends: date | datetime = starts + (EVENT_DURATION if step.clock else timedelta(days=1))
    return Event.new(
        uid=f"{step.key}@werkwinkel",
        start=starts,
        end=ends,
        stamp=at,
        sequence=step.moved,
        summary=_("Step for a visitor"),
        description=_("See what it is: %(address)s") % {"address": url},
        url=url,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.OPAQUE if step.clock else TRANSP.TRANSPARENT,
    )
