import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from threading import Barrier

import pytest
from fastapi import Request
from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.audit.audit_log import set_actor
from app.audit.models import AuditEntry
from app.core import database, idempotency
from app.core.database import reads_only
from app.people.people.models import Person
from tests.world import NOON


def test_moments_come_back_in_utc(own_engine):
    with Session(own_engine) as db, db.begin():
        db.add(idempotency.Intention(key="k", made_at=datetime.fromisoformat("2026-07-01T10:00:00+02:00")))
    with Session(own_engine) as db:
        assert db.exec(select(idempotency.Intention)).one().made_at == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_the_same_intention_at_the_same_time_is_carried_out_once(own_engine):
    together = Barrier(2)

    def carry_out(name: str) -> bool:
        together.wait()
        with Session(own_engine) as db, db.begin():
            if idempotency.begin(db, "twice", worker_id=None, at=NOON) is None:
                return False
            db.add(Organisation(name=name))
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(carry_out, ["one", "other"])) == [False, True]
    with Session(own_engine) as db:
        assert len(db.exec(select(Organisation)).all()) == 1


def test_an_earlier_answer_is_given_only_to_whom_it_was_for(db):
    intention = idempotency.begin(db, "mine", worker_id=7, at=NOON)
    intention.answer = "/people/x"
    db.flush()
    assert idempotency.earlier_result(db, "mine", worker_id=7) == "/people/x"
    assert idempotency.earlier_result(db, "mine", worker_id=8) is None


def test_every_change_is_recorded_with_old_and_new_and_who(world, db):
    samira = world.actor(world.samira)
    set_actor(db, samira, NOON)
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


def test_what_a_failed_request_leaves_to_be_done_is_done_after_its_rollback(own_engine, monkeypatch):
    monkeypatch.setattr(database, "engine", lambda: own_engine)

    async def request(name: str, *, fails: bool) -> None:
        async with asynccontextmanager(database.transaction)(Request({"type": "http"})) as db:
            db.add(Organisation(name=name))
            database.after_rollback(db, partial(db.add, Organisation(name=f"{name}, once more")))
            if fails:
                raise LookupError

    asyncio.run(request("ends well", fails=False))
    with pytest.raises(LookupError):
        asyncio.run(request("fails", fails=True))
    with Session(own_engine) as db:
        assert set(db.exec(select(Organisation.name))) == {"ends well", "fails, once more"}


def test_a_route_can_say_that_it_only_reads():
    def route() -> None: ...

    assert reads_only(route).reads_only
