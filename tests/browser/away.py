"""Somebody of the town is on leave, and somebody is new with a colleague."""

from datetime import timedelta

from sqlmodel import select

from app.audit.record import acting
from app.journeys import actions as journeys
from app.journeys import leaving, passing_on
from app.journeys.models import Journey
from app.journeys.passing_on import Choice
from tests.world import NOON, TODAY, World


def somebody_goes_away(world: World) -> None:
    """Carla notes that Dirk is on leave; Fatima takes over. Ingrid goes from Joost to Samira."""
    db, by = world.db, world.actor(world.joost)
    acting(db, by, NOON)
    ingrids = db.exec(select(Journey).where(Journey.responsible_id == world.joost.id)).first()
    journeys.reassign(db, ingrids, world.samira, "Samira spreekt haar taal", by=by, at=NOON)
    by = world.actor(world.carla)
    acting(db, by, NOON)
    theirs, choice = passing_on.held(db, world.dirk, by=by), Choice(rest={world.dock.key: world.fatima.key})
    rows = passing_on.passings(db, theirs, choice, by=by, today=TODAY)
    last = TODAY + timedelta(days=20)
    leaving.go_on_leave(db, world.dirk, rows, first=TODAY, last=last, word="met verlof", by=by, at=NOON)
