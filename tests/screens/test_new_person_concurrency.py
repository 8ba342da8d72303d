"""The same new person sent twice at the same moment, in threads on the test's own database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import Session, select

from app.audit.audit_log import set_actor
from app.front_desk.visits.models import Visit
from app.people.people.models import Person
from app.screens.front_desk.new_person import NewPersonForm
from app.screens.front_desk.routes import register_new_person
from app.web.forms import Submission
from tests.world import NOON, World


def test_a_new_person_sent_twice_at_once_is_one_person_with_one_visit(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        hanna = world.actor(world.hanna)
    together = Barrier(2)

    def send(_time) -> int:
        form = Submission(NewPersonForm, {"name": "Daniel Tesfay", "intention": "een"})
        together.wait(timeout=60)
        with Session(own_engine, expire_on_commit=False) as db, db.begin():
            set_actor(db, hanna, NOON)
            return register_new_person(None, db, hanna, NOON, form).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, range(2))) == [303, 303]
    with Session(own_engine) as db:
        assert len(db.exec(select(Person).where(Person.name == "Daniel Tesfay")).all()) == 1
        assert len(db.exec(select(Visit)).all()) == 1
