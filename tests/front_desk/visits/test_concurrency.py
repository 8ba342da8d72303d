"""Two hosts acting at the same moment, in threads on the test's own database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import Session, select

from app.audit.audit_log import set_actor
from app.core.state_machine import Refused
from app.front_desk.visits import actions
from app.front_desk.visits.models import Visit, VisitState
from app.people.people.models import Person
from tests.world import NOON, World


@pytest.fixture
def at_once(own_engine):
    """Runs an action twice at the same moment, as two workers, each in its own transaction."""
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        actors = [world.actor(world.samira), world.actor(world.joost)]
        hatice = world.hatice.id
    together = Barrier(2)

    def run(action):
        def one(by):
            together.wait()
            with Session(own_engine) as db, db.begin():
                set_actor(db, by, NOON)
                try:
                    return action(db, db.get(Person, hatice), by)
                except Refused as refused:
                    return refused

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(one, actors))

    return run


def test_two_hosts_registering_the_same_visitor_at_once_make_one_visit(at_once, own_engine):
    def register(db, person, by):
        return actions.register(db, person, by=by, at=NOON).id

    one, other = at_once(register)
    assert one == other
    with Session(own_engine) as db:
        assert len(db.exec(select(Visit)).all()) == 1


def test_of_two_workers_helping_at_once_one_helps_and_the_other_is_told_who(at_once, own_engine):
    at_once(lambda db, person, by: actions.register(db, person, by=by, at=NOON).id)

    def help_them(db, person, by):
        visit = db.exec(select(Visit)).one()
        actions.help_visitor(db, visit, by=by, at=NOON)
        return by.name

    results = at_once(help_them)
    (refusal,) = [r for r in results if isinstance(r, Refused)]
    (helper,) = [r for r in results if isinstance(r, str)]
    assert refusal.facts == {"name": helper}
    with Session(own_engine) as db:
        assert db.exec(select(Visit)).one().state == VisitState.TALKING


def test_two_hosts_undoing_the_same_step_at_once_undo_it_once(at_once, own_engine):
    def come_be_helped_and_go(db, person, by):
        if by.name.startswith("Samira"):
            visit = actions.register(db, person, by=by, at=NOON)
            actions.help_visitor(db, visit, by=by, at=NOON)
            actions.finish(db, visit, by=by, at=NOON)

    def take_back(db, person, by):
        actions.undo_step(db, db.exec(select(Visit)).one(), shown_state=VisitState.DONE, by=by, at=NOON)

    at_once(come_be_helped_and_go)
    at_once(take_back)
    with Session(own_engine) as db:
        assert db.exec(select(Visit)).one().state == VisitState.TALKING
