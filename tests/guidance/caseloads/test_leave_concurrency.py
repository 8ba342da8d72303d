"""A leave or departure at the moment a journey is given to the same worker, with real commits: none stays behind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.core.state_machine import Refused
from app.guidance.caseloads import leave_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_OFFICE_TEAM, locked_caseload, reassignment_preview
from app.guidance.caseloads.facts import SuccessorChoice
from app.guidance.journeys import actions, rules
from app.guidance.journeys.models import Journey
from app.screens.staff import offboarding_actions
from tests.guidance.conftest import open_journey
from tests.world import NOON, TODAY, World


class Race:
    """Samira goes away while Joost gives her the journey of Kwame."""

    def __init__(self, engine):
        self.engine = engine
        with Session(engine, expire_on_commit=False) as db, db.begin():
            world = World.build(db)
            open_journey(world, world.hatice, world.samira)
            self.kwames = open_journey(world, world.kwame, world.joost).id
            self.samira, self.carla = world.samira.id, world.carla.key
            self.actors = {name: world.actor(getattr(world, name)) for name in ("samira", "joost", "anton")}

    def leave(self, db: Session) -> None:
        by = self.actors["samira"]
        samira = db.get_one(Worker, self.samira)
        rows = reassignment_preview(
            db,
            locked_caseload(db, samira, by=by),
            SuccessorChoice(rest={FRONT_OFFICE_TEAM: self.carla}),
            without={samira.id},
            by=by,
            today=TODAY,
        )
        leave_actions.start_leave(db, samira, rows, first=TODAY, last=None, word="met verlof", by=by, at=NOON)

    def depart(self, db: Session) -> None:
        samira, carla = db.get_one(Worker, self.samira), db.exec(select(Worker).where(Worker.key == self.carla)).one()
        offboarding_actions.offboard(db, samira, front=carla, partner=None, by=self.actors["anton"], at=NOON)

    def give(self, db: Session) -> None:
        by, journey = self.actors["joost"], db.get_one(Journey, self.kwames)
        actions.reassign(db, journey, db.get_one(Worker, self.samira), "Kent hem", by=by, at=NOON)

    def run(self, first, second) -> str:
        """Starts `second` when `first` is done but not committed. Returns why the second was refused, or ""."""
        begun = Event()

        def later() -> str:
            try:
                with Session(self.engine, expire_on_commit=False) as db:
                    begun.set()
                    with db.begin():
                        second(db)
            except Refused as refused:
                return refused.reason
            return ""

        with ThreadPoolExecutor(1) as pool:
            with Session(self.engine, expire_on_commit=False) as db, db.begin():
                first(db)
                result = pool.submit(later)
                begun.wait(20)
                self._until_it_waits(result)
            return result.result(timeout=30)

    def _until_it_waits(self, result) -> None:
        """On PostgreSQL, waits until the second is blocked by a lock. On SQLite it blocks before it begins."""
        if self.engine.dialect.name != "postgresql":
            return
        waits = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        while not result.done():
            with self.engine.connect() as connection:
                if connection.execute(waits).scalar():
                    return

    def left_with_samira(self) -> list[int]:
        with Session(self.engine) as db:
            statement = select(Journey.id).where(Journey.responsible_id == self.samira, col(Journey.ended_at).is_(None))
            return list(db.exec(statement))


@pytest.fixture
def race(own_engine):
    return Race(own_engine)


def test_a_journey_received_just_before_the_leave_is_reassigned_too(race):
    assert race.run(race.give, race.leave) == ""
    assert race.left_with_samira() == []


def test_a_journey_cannot_be_given_just_after_the_leave(race):
    assert race.run(race.leave, race.give) == rules.AWAY
    assert race.left_with_samira() == []


def test_a_journey_received_just_before_a_departure_is_reassigned_too(race):
    assert race.run(race.give, race.depart) == ""
    assert race.left_with_samira() == []


def test_a_journey_cannot_be_given_to_a_worker_who_just_left(race):
    assert race.run(race.depart, race.give) in (rules.NOT_ACTIVE, rules.NOT_HERE)
    assert race.left_with_samira() == []
