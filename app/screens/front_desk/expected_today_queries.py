"""Visitors expected today: next steps with a time, and introductions in person."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.permissions import Permission, may
from app.core.clock import local_day, moment
from app.front_desk.visits.queries import visitors_on
from app.guidance.journeys.models import Journey, StepTaker
from app.guidance.journeys.queries import due_between
from app.handovers.lifecycle.queries import introductions_in_person
from app.people.people.models import Person


@dataclass(frozen=True)
class ExpectedVisitor:
    """An appointment today.

    `what` is the step, or the place of an introduction. `alone`: the visitor takes the step, not the worker.
    Readers who may not read stories get neither, and never the name of a partner in `with_whom`.
    """

    at: datetime
    person: Person
    with_whom: str
    what: str
    alone: bool = False


def expected_visitors(db: Session, actor: Actor, at: datetime) -> list[ExpectedVisitor]:
    """Everybody expected today, ordered by time, without those who already came in today."""
    today, stories = local_day(at), may(actor, Permission.READ_STORIES)
    found = [
        ExpectedVisitor(
            moment(today, journey.next_time),
            journey.person,
            _with_whom(journey, stories),
            (journey.next_what or "") if stories else "",
            stories and journey.next_by == StepTaker.PERSON,
        )
        for journey in due_between(db, actor, today, today)
        if journey.next_time
    ]
    for meeting in introductions_in_person(db, actor, today):
        handover, starts = meeting.handover, meeting.planned_for
        assert starts is not None  # the query returns meetings planned for today
        who = handover.receiver_worker.name if handover.receiver_worker else handover.receiver.name
        found.append(ExpectedVisitor(starts, handover.person, who if stories else "", meeting.place if stories else ""))
    came = visitors_on(db, [one.person.id for one in found], today)
    return sorted((one for one in found if one.person.id not in came), key=lambda one: (one.at, one.person.id))


def _with_whom(journey: Journey, stories: bool) -> str:
    """The partner that takes the step, or else the step's worker. Readers without stories never see the partner."""
    if stories and journey.next_by == StepTaker.PARTNER and journey.next_organisation:
        return journey.next_organisation.name
    return journey.next_worker.name if journey.next_worker else ""
