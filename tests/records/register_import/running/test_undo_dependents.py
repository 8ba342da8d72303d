"""An import cannot be undone once somebody has worked with one of its persons."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.audit.audit_log import set_actor
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.front_desk.visits.models import Visit, VisitState
from app.people.people.models import Person
from app.records.duplicates import actions as linking
from app.records.register_import.models import Question
from app.records.register_import.running import actions, import_jobs
from tests.records.register_import.import_run import line
from tests.records.register_import.running.test_bulk_writer import LINES


def an_actor_went_on(scene, key, does):
    at = scene.read(key).began_at + timedelta(minutes=1)
    number = next(person.id for person in scene.all(Person) if person.name == "Sanne Bakker")
    with scene.session() as db:
        set_actor(db, scene.coordinator, at)
        does(db, db.get_one(Person, number), at)


def test_undoing_is_refused_once_a_person_visited_again(scene):
    key = scene.write(*LINES)
    an_actor_went_on(
        scene,
        key,
        lambda db, person, at: db.add(
            Visit(
                shop_id=scene.shop_id,
                person_id=person.id,
                day=at.date(),
                arrived_at=at,
                state=VisitState.WAITING,
                about="werk",
                registered_by_id=scene.coordinator.worker_id,
            )
        ),
    )
    with pytest.raises(Refused) as refusal:
        import_jobs.undo_import(key)
    assert refusal.value.facts["person"] == "Sanne Bakker"


def test_undoing_is_refused_once_somebodys_details_were_corrected(scene):
    key = scene.write(*LINES)
    an_actor_went_on(scene, key, lambda db, person, at: setattr(person, "phone", "0612345999"))
    with pytest.raises(Refused) as refusal:
        import_jobs.undo_import(key)
    assert refusal.value.facts["person"] == "Sanne Bakker"


def test_the_refusal_names_the_worker_and_the_person_in_the_readers_language(scene):
    key = scene.write(*LINES)
    at = scene.read(key).began_at + timedelta(minutes=1)
    with scene.session() as db:
        set_actor(db, scene.coordinator, at)
        db.exec(select(Visit).where(col(Visit.person_id).is_(None))).one().about = "iets anders"
    with pytest.raises(Refused) as refusal:
        import_jobs.undo_import(key)
    assert refusal.value.facts == {
        "worker": "Carla Post",
        "person": "een bezoeker zonder naam",
        "day": f"{local_day(at):%d-%m-%Y}",
    }


def test_undoing_is_refused_once_a_card_was_linked(scene):
    key = scene.write(*LINES)
    earlier = scene.world.hatice.id
    an_actor_went_on(
        scene,
        key,
        lambda db, person, at: linking.merge(db, db.get_one(Person, earlier), person, by=scene.coordinator, at=at),
    )
    with pytest.raises(Refused):
        import_jobs.undo_import(key)


def test_an_answer_for_another_import_does_not_prevent_undoing(scene):
    before = scene.everything()
    key = scene.write(*LINES)
    other = scene.hand_in(line(2, "2025-10-01", "S. Bakker"))
    sanne = next(person for person in scene.all(Person) if person.name == "Sanne Bakker")
    second, later = scene.read(other), scene.read(key).began_at + timedelta(minutes=1)
    with scene.session() as db:
        asked = Question(import_id=second.id, one="2", other=f"={sanne.key}", sides=[{}, {}])
        db.add(asked)
        db.flush()
        actions.answer_same(db, db.merge(second), asked, False, by=scene.coordinator, at=later)
    import_jobs.undo_import(key)
    assert scene.everything() == before
