from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.audit.models import AuditEntry
from app.audit.record import acting
from app.core import intentions
from app.core.database import reads_only
from app.people.models import Person
from tests.world import NOON


def test_moments_come_back_in_utc(own_engine):
    with Session(own_engine) as db, db.begin():
        db.add(intentions.Intention(key="k", made_at=datetime.fromisoformat("2026-07-01T10:00:00+02:00")))
    with Session(own_engine) as db:
        assert db.exec(select(intentions.Intention)).one().made_at == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_the_same_intention_at_the_same_time_is_carried_out_once(own_engine):
    together = Barrier(2)

    def carry_out(name: str) -> bool:
        together.wait()
        with Session(own_engine) as db, db.begin():
            if intentions.begin(db, "twice", worker_id=None, at=NOON) is None:
                return False
            db.add(Organisation(name=name))
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(carry_out, ["one", "other"])) == [False, True]
    with Session(own_engine) as db:
        assert len(db.exec(select(Organisation)).all()) == 1


def test_an_earlier_answer_is_given_only_to_whom_it_was_for(db):
    intention = intentions.begin(db, "mine", worker_id=7, at=NOON)
    intention.answer = "/people/x"
    db.flush()
    assert intentions.earlier(db, "mine", worker_id=7) == "/people/x"
    assert intentions.earlier(db, "mine", worker_id=8) is None


def test_every_change_is_recorded_with_old_and_new_and_who(world, db):
    samira = world.actor(world.samira)
    acting(db, samira, NOON)
    world.hatice.street = "Zambesidreef"
    db.flush()
    line = db.exec(select(AuditEntry).where(AuditEntry.person_id == world.hatice.id)).all()[-1]
    assert line.details == {"street": ["Nigerdreef", "Zambesidreef"]}
    assert (line.worker_id, line.organisation_id, line.at) == (samira.worker_id, samira.organisation_id, NOON)


def test_a_change_that_is_undone_leaves_no_line(world, db):
    lines = len(db.exec(select(AuditEntry)).all())
    nested = db.begin_nested()
    db.add(Person(shop_id=world.shop.id, name="Nobody", made_at=NOON))
    db.flush()
    nested.rollback()
    assert len(db.exec(select(AuditEntry)).all()) == lines


def test_a_route_can_say_that_it_only_reads():
    def route() -> None: ...

    assert reads_only(route).reads_only
