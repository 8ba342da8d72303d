"""Steps as events of a calendar file (RFC 5545). Calendars go elsewhere: no name and no story is in them (TRUST 23)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import CLASS, TRANSP, Calendar, Event

from app.core.clock import moment
from app.guidance.journeys.models import Journey
from app.guidance.journeys.step_models import Step
from app.web.i18n import gettext as _

EVENT_DURATION = timedelta(
    minutes=30
)  # what a calendar keeps free for a step with a time; how long it takes is not known
REFRESH_INTERVAL = timedelta(hours=1)


def build_calendar(steps: Iterable[tuple[Journey, Step]], *, root: str, at: datetime) -> bytes:
    """A calendar file as it stands at `at`; `root`: the address of this service, which ends with a slash."""
    found = Calendar.new(
        prodid="-//Werkwinkel//Werkwinkel//NL",
        name=_("Steps of the Werkwinkel"),
        refresh_interval=REFRESH_INTERVAL,
        subcomponents=[build_event(journey, step, root=root, at=at) for journey, step in steps],
    )
    del found["uid"]  # of the file, made up anew each time; it would never be the same twice
    return found.to_ical()


def build_event(journey: Journey, step: Step, *, root: str, at: datetime) -> Event:
    """One step. Its UID is that of the step, so that a step that was moved moves in the calendar as well.

    With a time: half an hour, in UTC, which every calendar shows on its own clock. Without: the whole day, which keeps
    nothing from being planned on it.
    """
    there = f"{root}people/{journey.person.key}"
    starts: date | datetime = moment(step.on, step.clock) if step.clock else step.on
    ends: date | datetime = starts + (EVENT_DURATION if step.clock else timedelta(days=1))
    return Event.new(
        uid=f"{step.key}@werkwinkel",
        start=starts,
        end=ends,
        stamp=at,
        sequence=step.moved,
        summary=_("Step for a visitor"),
        description=_("What it is stands here: %(address)s") % {"address": there},
        url=there,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.OPAQUE if step.clock else TRANSP.TRANSPARENT,
    )
