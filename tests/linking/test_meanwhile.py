"""Two at once, really at once: a card is linked while a colleague works with it, on a database of the test's own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlmodel import Session, col, select

from app.audit.models import AuditEntry
from app.audit.record import acting
from app.linking import actions
from app.people import actions as people
from app.people.forms import Details
from app.people.links import Link, card
from app.visits import actions as visits
from app.visits.models import Visit
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
def test_a_visit_written_on_a_card_that_was_linked_a_moment_ago_stands_with_the_person(world, own_engine, write):
    """On SQLite the colleague is simply first: there is one writer at a time."""
    alone = own_engine.dialect.name == "sqlite"
    hanna, carla = world.actor(world.hanna), world.actor(world.carla)
    twin = people.add(world.db, Details(name="Hatice Yildiz"), by=hanna, at=NOON)
    world.db.commit()
    chosen, linked = Event(), Event()

    def colleague():
        with Session(own_engine) as db, db.begin():
            acting(db, hanna, NOON)
            person = card(db, world.shop.id, twin.key)
            chosen.set()
            assert alone or linked.wait(20)
            return write(db, person, hanna).key

    with ThreadPoolExecutor(1) as pool:
        registered = pool.submit(colleague)
        assert chosen.wait(20)
        with Session(own_engine) as db, db.begin():
            acting(db, carla, NOON)
            main, other = (card(db, world.shop.id, key) for key in (world.hatice.key, twin.key))
            actions.link(db, main, other, by=carla, at=NOON)
        linked.set()
        key = registered.result()
    with Session(own_engine) as db, db.begin():
        visit = db.exec(select(Visit).where(Visit.key == key)).one()
        assert visit.person_id == world.hatice.id
        lines = select(AuditEntry).where(AuditEntry.subject == "visit", AuditEntry.subject_id == visit.id)
        last = db.exec(lines.order_by(col(AuditEntry.id))).all()[-1]
        assert last.details["person_id"] == [twin.id, world.hatice.id]
        actions.undo(db, db.exec(select(Link)).one(), by=carla, at=NOON)
        db.refresh(visit)
        assert visit.person_id == twin.id
