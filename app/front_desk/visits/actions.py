"""Registers visits and moves them through their states. Steps can be undone on the same day only."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.audit.models import AuditActor
from app.core import state_machine
from app.core.clock import local_day
from app.core.database import lock_row
from app.core.ids import new_code
from app.core.state_machine import Refused
from app.front_desk.visits import queries, rules
from app.front_desk.visits.models import Visit, VisitKind, VisitState
from app.people.people.models import Person
from app.shop.half_days.actions import current_opening_id


def register(
    db: Session,
    person: Person | None,
    *,
    about: str = "",
    kind: VisitKind = VisitKind.WALK_IN,
    by: AuditActor,
    at: datetime,
) -> Visit:
    """Records a contact; without `person` it is anonymous.

    Returns the existing visit when the person is in the shop already (invariant 8).
    """
    day, comes_in = local_day(at), kind in rules.IN_PERSON_KINDS
    if person and comes_in and (there := queries.present_visit(db, person.id, day)):
        return there
    opening_id = current_opening_id(db, by.shop_id, at=at)
    visit = Visit(
        shop_id=by.shop_id,
        opening_id=opening_id,
        person_id=person.id if person else None,
        kind=kind,
        about=about,
        day=day,
        arrived_at=at,
        registered_by_id=by.worker_id,
    )
    if not comes_in:
        visit.state, visit.helped_by_id, visit.helped_from, visit.ended_at = VisitState.DONE, by.worker_id, at, at
    if person is None:
        return _add_with_card(db, visit)
    try:
        with db.begin_nested():
            db.add(visit)
    except IntegrityError:  # a colleague registered the person at the same moment
        again = queries.present_visit(db, person.id, day)
        if again is None:
            raise
        return again
    return visit


def _add_with_card(db: Session, visit: Visit) -> Visit:
    """Saves an anonymous visit with a unique code for the visitor's card."""
    while True:
        visit.card = new_code()
        try:
            with db.begin_nested():
                db.add(visit)
        except IntegrityError:
            if not queries.card_is_taken(db, visit.shop_id, visit.card):
                raise
        else:
            return visit


def give_name(db: Session, visit: Visit, person: Person, *, by: Actor, at: datetime) -> Visit:
    """Gives an anonymous visit to this person, with its time and place unchanged. Raises Refused."""
    visit = lock_row(db, visit)
    if visit.person_id == person.id:
        return visit
    if reason := rules.naming_obstacle(visit, local_day(at)):
        raise Refused(reason)
    if rules.is_present(visit) and queries.present_visit(db, person.id, visit.day):
        raise Refused(rules.ALREADY_PRESENT)
    visit.person_id, visit.named_at = person.id, at
    db.flush()
    db.expire(visit, ["person"])
    return visit


def remove_name(db: Session, visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Makes a named visit anonymous again, on the day it was named. Raises Refused."""
    visit = lock_row(db, visit)
    if reason := rules.unnaming_obstacle(visit, local_day(at)):
        raise Refused(reason)
    visit.person_id, visit.named_at = None, None
    db.flush()
    db.expire(visit, ["person"])
    return visit


def help_visitor(db: Session, visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """`by` starts helping the visitor; a second press by the same worker changes nothing. Raises Refused."""
    visit = lock_row(db, visit)
    if visit.state == VisitState.TALKING:
        if visit.helped_by_id == by.worker_id:
            return visit
        raise Refused(rules.HELPED_ALREADY, name=_worker_name(db, visit.helped_by_id))
    rules.help_visitor.take(visit, by)
    visit.helped_by_id, visit.helped_from = by.worker_id, at
    db.flush()
    return visit


def set_assignee(db: Session, visit: Visit, whom: Worker | Organisation | None, *, by: Actor, at: datetime) -> Visit:
    """Records for which worker or organisation the visitor came; None is anybody."""
    visit = lock_row(db, visit)
    rules.set_assignee.check(visit, by)
    visit.for_worker = whom if isinstance(whom, Worker) else None
    visit.for_organisation = whom if isinstance(whom, Organisation) else None
    db.flush()
    return visit


def finish(db: Session, visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Ends the conversation."""
    return _end(db, visit, rules.finish, by, at)


def leave(db: Session, visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """The visitor left before being helped."""
    return _end(db, visit, rules.leave, by, at)


def _end(db: Session, visit: Visit, step: state_machine.Transition, by: Actor, at: datetime) -> Visit:
    visit = lock_row(db, visit)
    if visit.state == step.end:
        return visit
    step.take(visit, by)
    visit.ended_at = at
    db.flush()
    return visit


def undo_step(db: Session, visit: Visit, *, shown_state: VisitState, by: Actor, at: datetime) -> Visit:
    """Undoes the last step: talking or left becomes waiting, done becomes talking. On the same day only.

    `shown_state`: the state that the worker saw. If the visit has another state by now (a second press, a lost
    connection, a colleague), nothing happens. Raises Refused.
    """
    visit = lock_row(db, visit)
    if visit.state != shown_state:
        return visit
    if visit.day != local_day(at):
        raise Refused(rules.OTHER_DAY)
    if not rules.is_present(visit) and visit.person_id and queries.present_visit(db, visit.person_id, visit.day):
        raise Refused(rules.PRESENT_AGAIN)
    if visit.state == VisitState.DONE:
        rules.back_to_talking.take(visit, by)
    else:
        rules.back_to_waiting.take(visit, by)
        visit.helped_by_id = visit.helped_from = None
    visit.ended_at = None
    db.flush()
    return visit


def unregister(db: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    """Deletes a visit registered by mistake; the audit log keeps that it existed. Raises Refused."""
    visit = lock_row(db, visit)
    if visit.day != local_day(at):
        raise Refused(rules.OTHER_DAY)
    if reason := rules.unregister.obstacle(visit, by):
        raise Refused(reason)
    db.delete(visit)
    db.flush()


def _worker_name(db: Session, worker_id: int | None) -> str:
    worker = db.get(Worker, worker_id) if worker_id else None
    return worker.name if worker else ""
