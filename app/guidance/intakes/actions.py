"""Starts, saves, follows up and finishes intakes. Finishing the first one opens the journey."""

from datetime import date, datetime, time

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.database import lock_key_share, lock_row
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.guidance.intakes import queries, rules
from app.guidance.intakes.models import Intake, Passage, Section
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey, ResponsibilityReason
from app.guidance.journeys.plan_changes import (
    archive_step,
    assign_responsibility,
    promote_earliest_step,
    raise_if,
    set_next_step,
)
from app.guidance.journeys.rules import front_office_obstacle, step_obstacle
from app.guidance.journeys.step_models import Step, StepResult
from app.people.people.models import Person

CHANGED_BY = N_("%(name)s has changed this in the meantime.")


class StalePassage(Refused):
    """A passage was saved from an outdated version. Nothing was overwritten; `saved` is the passage as it is now."""

    def __init__(self, saved: Passage, name: str):
        super().__init__(CHANGED_BY, name=name)
        self.saved = saved


def start_intake(db: Session, person: Person, *, by: Actor, at: datetime) -> Intake:
    """The intake to continue: the unfinished one, else the one of the open journey, else a new one."""
    person = lock_key_share(db, person)  # two workers who start at once get the same intake
    rules.hold_intake.check(person, by)
    journey = journeys.open_journey(db, person.id)
    for intake in queries.intakes_of_person(db, person.id):
        if intake.finished_at is None or (journey is not None and intake.journey_id == journey.id):
            return intake
    intake = Intake(
        person_id=person.id,
        shop_id=person.shop_id,
        journey_id=journey.id if journey else None,
        worker_id=by.worker_id,
        started_at=at,
    )
    db.add(intake)
    db.flush()
    return intake


def start_follow_up(db: Session, person: Person, *, by: Actor, at: datetime) -> Intake:
    """A follow-up intake, which starts as a copy of the last one and keeps the author and time of each passage.

    An unfinished intake is continued instead. Raises Refused.
    """
    person = lock_key_share(db, person)  # two workers who start at once get the same intake
    journey, last = journeys.open_journey(db, person.id), queries.latest_intake(db, person.id)
    if (unfinished := queries.unfinished_intake(db, person.id)) is not None:
        rules.hold_intake.check(unfinished, by)
        return unfinished
    rules.start_follow_up.check(rules.FollowUpContext(journey, last), by)
    assert journey
    assert last
    intake = Intake(
        person_id=person.id,
        shop_id=person.shop_id,
        journey_id=journey.id,
        follows_id=last.id,
        worker_id=by.worker_id,
        started_at=at,
    )
    db.add(intake)
    db.flush()
    for passage in queries.passages(db, last.id):
        if passage.says:
            db.add(
                Passage(
                    intake_id=intake.id,
                    person_id=person.id,
                    section=passage.section,
                    subject=passage.subject,
                    text=passage.text,
                    level=passage.level,
                    changed_by_id=passage.changed_by_id,
                    changed_at=passage.changed_at,
                )
            )
    db.flush()
    return intake


def save_passage(
    db: Session,
    intake: Intake,
    section: Section,
    subject: str,
    text: str,
    version: int,
    *,
    removed: bool = False,
    level: str = "",
    by: Actor,
    at: datetime,
) -> Passage:
    """Saves one passage. Saving the same content again changes nothing.

    `version`: the version that the worker edited; 0 for a new passage. `removed`: a choice that was unticked, or text
    that was cleared. Raises StalePassage when somebody has saved other content since.
    """
    intake = lock_row(db, intake)
    rules.hold_intake.check(intake, by)
    found = queries.passage(db, intake.id, section, subject)
    if found is None:
        found = Passage(
            intake_id=intake.id,
            person_id=intake.person_id,
            section=section,
            subject=subject,
            text=text,
            removed=removed,
            level=level,
            changed_by_id=by.worker_id,
            changed_at=at,
        )
        db.add(found)
    elif (found.text, found.removed, found.level) == (text, removed, level):
        return found
    elif found.version != version:
        author = db.get(Worker, found.changed_by_id)
        raise StalePassage(found, author.name if author else "")
    else:
        found.text, found.removed, found.level = text, removed, level
        found.version += 1
        found.changed_by_id, found.changed_at = by.worker_id, at
    db.flush()
    return found


def finish_intake(
    db: Session,
    intake: Intake,
    *,
    responsible: Worker,
    next_what: str,
    next_on: date,
    next_time: time | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Finishes the intake and opens the journey with a responsible worker and next step (DOMAIN §5, invariant 1).

    If the person has an open journey, this only replaces its next step. Raises Refused.
    """
    person = lock_key_share(db, intake.person)  # two workers who finish at once open one journey
    intake = lock_row(db, intake)
    rules.finish_intake.check(intake, by)
    today, roles = local_day(at), accounts.roles_of(db, responsible.id, intake.shop_id)
    leave = journeys.current_leave(db, responsible.id, intake.shop_id, today)
    raise_if(step_obstacle(next_what, next_on, today) or front_office_obstacle(responsible, roles, leave))
    journey = journeys.open_journey(db, person.id)
    if journey is None:
        journey = Journey(
            person_id=person.id,
            shop_id=intake.shop_id,
            opened_at=at,
            opened_on=today,
            responsible_id=responsible.id,
        )
        set_next_step(journey, Step(next_what, next_on, responsible, next_time))
        db.add(journey)
        db.flush()
        assign_responsibility(db, journey, responsible, ResponsibilityReason.OPENED, "", by=by, at=at)
    else:
        journey = lock_row(db, journey)
        lock_key_share(db, responsible, shared=True)  # waits for a leave being saved (locked_caseload)
        raise_if(front_office_obstacle(responsible, accounts.roles_of(db, responsible.id, intake.shop_id), leave))
        archive_step(db, journey, StepResult.REPLACED, at)
        set_next_step(journey, Step(next_what, next_on, responsible, next_time))
        promote_earliest_step(db, journey, by=by, at=at)
    intake.journey_id, intake.finished_at, intake.finished_on = journey.id, at, today
    db.flush()
    return journey


def finish_follow_up(db: Session, intake: Intake, *, by: Actor, at: datetime) -> None:
    """Finishes a follow-up intake of an open journey without changing its plan. Raises Refused."""
    person = lock_key_share(db, intake.person)
    intake = lock_row(db, intake)
    rules.finish_intake.check(intake, by)
    journey = journeys.open_journey(db, person.id)
    if journey is None:
        raise Refused(rules.JOURNEY_HAS_ENDED)
    intake.journey_id, intake.finished_at, intake.finished_on = journey.id, at, local_day(at)
    db.flush()
