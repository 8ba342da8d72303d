"""An import is undone completely or not at all: also when refused, killed halfway, or with two jobs at once."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.audit.audit_log import set_actor
from app.core.state_machine import Refused
from app.front_desk.visits.models import Visit
from app.guidance.notes import actions as notes
from app.people.people.models import Person
from app.people.search.queries import search
from app.records.register_import.models import Import, Stage
from app.records.register_import.running import actions, bulk_writer, import_jobs, undo
from tests.records.register_import.import_run import line
from tests.records.register_import.running.test_bulk_writer import LINES
from tests.world import NOON

MORE = (
    *LINES,
    line(9, "2025-09-01", "Hatice Yildiz", birth_year=1990, phone="06-12345678", email="h@x.nl", partner="DOCK"),
    line(10, "2025-09-02", "Hatice Yıldız", birth_year=1990, result="Opleiding"),
    line(11, "2025-09-03", "S. Bakker", remark="misschien Sanne"),
)


class Killed(BaseException):
    """Like kill -9: no code of the process runs after it."""


def test_undoing_restores_exactly_what_was_there(scene):
    before = scene.everything()
    key = scene.write(*MORE)
    assert scene.everything() != before
    import_jobs.undo_import(key)
    after = scene.everything()
    assert {table: after[table] for table in after if after[table] != before[table]} == {}
    imported = scene.read(key)
    assert (imported.stage, imported.content) == (Stage.UNDONE, None)
    with scene.session() as db:
        assert search(db, scene.shop_id, "Sanne Bakker") == []


def test_an_undone_register_can_be_imported_again(scene):
    import_jobs.undo_import(scene.write(*MORE))
    scene.write(*MORE)
    assert len(scene.all(Visit)) == 9


def test_undoing_is_refused_once_somebody_has_worked_with_a_person(scene):
    key = scene.write(*LINES)
    number = next(person.id for person in scene.all(Person) if person.name == "Sanne Bakker")
    later = scene.read(key).began_at + timedelta(minutes=1)
    with scene.session() as db:
        set_actor(db, scene.coordinator, later)
        notes.write_note(db, db.get_one(Person, number), None, "gebeld", by=scene.coordinator, at=later)
    before = scene.everything()
    with pytest.raises(Refused) as refusal:
        import_jobs.undo_import(key)
    assert refusal.value.facts["worker"] == "Carla Post"
    assert refusal.value.facts["person"] == "Sanne Bakker"
    assert scene.everything() == before
    assert scene.read(key).stage == Stage.WRITTEN


def test_an_import_that_is_not_written_cannot_be_undone(scene):
    with pytest.raises(Refused):
        import_jobs.undo_import(scene.hand_in(*LINES))


def in_pieces_of(count, monkeypatch):
    monkeypatch.setattr(
        import_jobs,
        "in_batches",
        lambda things, weight=None: (list(things[n : n + count]) for n in range(0, len(things), count)),
    )


@pytest.mark.parametrize("after", [0, 1, 2])
def test_nothing_is_left_of_an_import_that_is_killed_halfway(scene, monkeypatch, after):
    before = scene.everything()
    key = scene.hand_in(*MORE)
    in_pieces_of(1, monkeypatch)
    put, wrote = bulk_writer.BulkWriter.write, []

    def dies(self, db, units, made):
        if len(wrote) == after:
            raise Killed
        wrote.append(units)
        put(self, db, units, made)

    monkeypatch.setattr(bulk_writer.BulkWriter, "write", dies)
    monkeypatch.setattr(import_jobs, "_undo_failed_write", lambda *about: None)  # a killed process does not clean up
    with pytest.raises(Killed):
        import_jobs.write(key)
    assert scene.read(key).stage == Stage.WRITING
    assert (scene.everything() == before) == (after == 0)
    assert import_jobs.recover_all() == 0  # it may still be running
    _long_ago(scene, key)
    assert import_jobs.recover_all() == 1
    assert scene.everything() == before
    imported = scene.read(key)
    assert (imported.stage, imported.trouble) == (Stage.READY, import_jobs.INTERRUPTED)
    monkeypatch.setattr(bulk_writer.BulkWriter, "write", put)
    import_jobs.write(key)
    assert scene.read(key).stage == Stage.WRITTEN


def test_a_failed_writing_undoes_what_it_wrote(scene, monkeypatch):
    before = scene.everything()
    key = scene.hand_in(*MORE)
    in_pieces_of(2, monkeypatch)
    monkeypatch.setattr(import_jobs, "insert_imported_rows", lambda *about: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_jobs.write(key)
    assert scene.everything() == before
    assert scene.read(key).stage == Stage.READY


def test_an_undoing_that_is_killed_is_completed_later(scene, monkeypatch):
    before = scene.everything()
    key = scene.write(*MORE)
    in_pieces_of(2, monkeypatch)
    take_back, times = undo.undo_lines, []

    def dies(db, job, numbers):
        if len(times) == 2:
            raise Killed
        times.append(numbers)
        take_back(db, job, numbers)

    monkeypatch.setattr(undo, "undo_lines", dies)
    with pytest.raises(Killed):
        import_jobs.undo_import(key)
    monkeypatch.setattr(undo, "undo_lines", take_back)
    _long_ago(scene, key)
    assert import_jobs.recover_all() == 1
    assert scene.everything() == before
    assert scene.read(key).stage == Stage.UNDONE


def test_a_job_that_lost_its_lease_writes_nothing_more(scene, monkeypatch):
    before = scene.everything()
    key = scene.hand_in(*MORE)
    in_pieces_of(1, monkeypatch)
    put, wrote = bulk_writer.BulkWriter.write, []

    def sleeps(self, db, units, made):
        put(self, db, units, made)
        wrote.append(units)

    monkeypatch.setattr(bulk_writer.BulkWriter, "write", sleeps)
    in_batches = import_jobs.in_batches

    def slow(things, weight=None):
        for number, some in enumerate(in_batches(things)):
            if number == 2 and scene.read(key).stage == Stage.WRITING:
                _long_ago(scene, key)
                import_jobs.recover_all()
            yield some

    monkeypatch.setattr(import_jobs, "in_batches", slow)
    import_jobs.write(key)
    assert len(wrote) == 2
    assert scene.everything() == before
    assert scene.read(key).stage == Stage.READY


def test_only_one_of_two_simultaneous_writers_writes(scene):
    key = scene.hand_in(*MORE)
    refused = []

    def write():
        try:
            import_jobs.write(key)
        except Refused as reason:
            refused.append(reason)

    both = [Thread(target=write) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert scene.read(key).stage == Stage.WRITTEN
    assert len(scene.all(Visit)) == 9


def test_open_journeys_cannot_be_written_without_a_follower(scene):
    with scene.session() as db:
        for worker in ("carla", "samira", "joost"):
            db.merge(scene.world.workers[worker]).password_hash = None
    key = scene.hand_in(*LINES)
    with pytest.raises(Refused) as refusal:
        import_jobs.write(key)
    assert refusal.value.reason == actions.NO_FOLLOWER
    assert scene.all(Visit) == []


def _long_ago(scene, key):
    with scene.session() as db:
        db.execute(update(Import).where(col(Import.key) == key).values(worked_at=NOON - timedelta(days=365)))
