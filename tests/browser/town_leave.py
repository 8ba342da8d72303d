"""Adds a worker on leave and a newly assigned person to the town."""

from datetime import timedelta

from sqlmodel import select

from app.audit.audit_log import set_actor
from app.guidance.caseloads import bulk_reassignment_actions, leave_actions
from app.guidance.caseloads.facts import SuccessorChoice
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey
from tests.world import NOON, TODAY, World


def add_leave(world: World) -> None:
    """Carla records Dirk's leave and Fatima takes over; Ingrid is reassigned from Joost to Samira."""
    db, by = world.db, world.actor(world.joost)
    set_actor(db, by, NOON)
    ingrids = db.exec(select(Journey).where(Journey.responsible_id == world.joost.id)).first()
    journeys.reassign(db, ingrids, world.samira, "Samira spreekt haar taal", by=by, at=NOON)
    by = world.actor(world.carla)
    set_actor(db, by, NOON)
    theirs, choice = (
        bulk_reassignment_actions.locked_caseload(db, world.dirk, by=by),
        SuccessorChoice(rest={world.dock.key: world.fatima.key}),
    )
    rows = bulk_reassignment_actions.reassignment_preview(db, theirs, choice, by=by, today=TODAY)
    last = TODAY + timedelta(days=20)
    leave_actions.start_leave(db, world.dirk, rows, first=TODAY, last=last, word="met verlof", by=by, at=NOON)
