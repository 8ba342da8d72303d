"""A file is deleted when nobody needs its refused lines any more."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import select

from app.records.register_import.models import Import, Question, Stage
from app.records.register_import.running import import_jobs, retention
from tests.records.register_import.import_run import line, refused
from tests.world import NOON

LINES = [line(2, "2025-06-02", "Kwame Mensah", result="dokk"), refused(3)]


def test_a_file_is_deleted_a_month_after_writing_and_its_import_can_still_be_undone(scene):
    key = scene.write(*LINES)
    written = scene.read(key).written_at
    with scene.session() as db:
        assert retention.delete_expired(db, written + timedelta(days=29)) == 0
        assert retention.delete_expired(db, written + timedelta(days=31)) == 1
    imported = scene.read(key)
    assert (imported.content, imported.stage, imported.counts["visits"]) == (None, Stage.WRITTEN, 1)
    import_jobs.undo_import(key)  # the imported rows are enough
    assert scene.read(key).stage == Stage.UNDONE


def test_a_file_that_was_never_written_is_deleted(scene):
    key = scene.hand_in(*LINES)
    with scene.session() as db:
        assert retention.delete_expired(db, scene.read(key).made_at + timedelta(days=31)) == 1
        assert db.exec(select(Question)).all() == []
    assert (scene.read(key).content, scene.read(key).stage) == (None, Stage.UNDONE)


def test_a_running_import_keeps_its_file(scene):
    key = scene.hand_in(*LINES)
    with scene.session() as db:
        imported = db.exec(select(Import).where(Import.key == key)).one()
        imported.stage = Stage.WRITING
        db.flush()
        assert retention.delete_expired(db, imported.made_at + timedelta(days=400)) == 0


def test_a_file_is_stored_compressed_and_read_back_unchanged(world):
    content = b"1-6-2026;Samira el Bouzid\r\n" * 10_000
    imported = Import(shop_id=world.shop.id, made_by_id=world.carla.id, made_at=NOON, digest="0" * 64, content=content)
    world.db.add(imported)
    world.db.flush()
    kept = text("SELECT content FROM import WHERE id = :id")
    assert len(world.db.connection().execute(kept, {"id": imported.id}).scalar_one()) < len(content) / 10
    world.db.refresh(imported)
    assert imported.content == content
    earlier = text("UPDATE import SET content = :content WHERE id = :id")
    world.db.connection().execute(earlier, {"id": imported.id, "content": b"as it was"})
    world.db.refresh(imported)
    assert imported.content == b"as it was"
