"""Concurrent requests: a record is merged while a colleague works with it. Uses a database of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from app.audit.audit_log import set_actor
from app.audit.models import AuditEntry
from app.core.state_machine import Refused
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.people.people.person_aliases import Link, canonical_person
from app.records.duplicates import actions
from tests.world import NOON, World


@pytest.fixture
def world(own_engine):
    with Session(own_engine, expire_on_commit=False) as db:
        world = World.build(db)
        db.commit()
        yield world


def register(db, person, by) -> Visit:
    return visits.register(db, person, by=by, at=NOON)


def give_name(db, person, by) -> Visit:
    return visits.give_name(db, visits.register(db, None, by=by, at=NOON), person, by=by, at=NOON)


@pytest.mark.parametrize("write", [register, give_name])
def test_a_visit_added_to_a_record_that_was_just_merged_belongs_to_the_person(world, own_engine, write):
    """On SQLite the colleague comes first, as there is one writer at a time."""
    alone = own_engine.dialect.name == "sqlite"
    hanna, carla = world.actor(world.hanna), world.actor(world.carla)
    twin = people.add(world.db, PersonDetails(name="Hatice Yildiz"), by=hanna, at=NOON)
    world.db.commit()
    chosen, linked = Event(), Event()

    def colleague():
        with Session(own_engine) as db, db.begin():
            set_actor(db, hanna, NOON)
            person = canonical_person(db, world.shop.id, twin.key)
            chosen.set()
            assert alone or linked.wait(20)
            return write(db, person, hanna).key

    with ThreadPoolExecutor(1) as pool:
        registered = pool.submit(colleague)
        assert chosen.wait(20)
        with Session(own_engine) as db, db.begin():
            set_actor(db, carla, NOON)
            main, other = (canonical_person(db, world.shop.id, key) for key in (world.hatice.key, twin.key))
            actions.merge(db, main, other, by=carla, at=NOON)
        linked.set()
        key = registered.result()
    with Session(own_engine) as db, db.begin():
        visit = db.exec(select(Visit).where(Visit.key == key)).one()
        assert visit.person_id == world.hatice.id
        lines = select(AuditEntry).where(AuditEntry.subject == "visit", AuditEntry.subject_id == visit.id)
        last = db.exec(lines.order_by(col(AuditEntry.id))).all()[-1]
        assert last.details["person_id"] == [twin.id, world.hatice.id]
        actions.unmerge(db, db.exec(select(Link)).one(), by=carla, at=NOON)
        db.refresh(visit)
        assert visit.person_id == twin.id


def test_unmerging_while_the_main_record_is_merged_does_not_deadlock(world, own_engine):
    """Both lock in the same order, so that neither waits for the other forever."""
    alone = own_engine.dialect.name == "sqlite"
    carla = world.actor(world.carla)
    twin, third = (
        people.add(world.db, PersonDetails(name=name), by=carla, at=NOON) for name in ("Hatice Yildiz", "H. Yildiz")
    )
    made = actions.merge(world.db, world.hatice, twin, by=carla, at=NOON)
    world.db.commit()
    undoing, linking = Event(), Event()

    @event.listens_for(own_engine, "after_cursor_execute")
    def take_turns(connection, cursor, statement, parameters, context, many):
        if "FOR UPDATE" in statement and threading.current_thread() is threading.main_thread():
            undoing.set()
            linking.wait(1)
        elif "FOR UPDATE" in statement and "FROM person" in statement:
            linking.set()

    def link():
        assert alone or undoing.wait(20)
        with Session(own_engine) as db, db.begin():
            cards = [canonical_person(db, world.shop.id, key) for key in (third.key, world.hatice.key)]
            actions.merge(db, *cards, by=carla, at=NOON)

    with ThreadPoolExecutor(1) as pool:
        linked = pool.submit(link)
        with Session(own_engine) as db, db.begin(), suppress(Refused):  # where the other was first
            actions.unmerge(db, db.get_one(Link, made.id), by=carla, at=NOON)
        linked.result()
    with Session(own_engine) as db:
        assert canonical_person(db, world.shop.id, world.hatice.key).id == third.id
