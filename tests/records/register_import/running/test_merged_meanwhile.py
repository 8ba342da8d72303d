"""A card is linked to another during an import: the records of its lines go to the main card."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlmodel import col, select

from app.audit.audit_log import set_actor
from app.front_desk.visits.models import Visit
from app.guidance.journeys.models import Journey
from app.guidance.notes.models import Note
from app.people.people.models import Person
from app.people.people.person_aliases import Link
from app.records.duplicates import actions as linking
from app.records.duplicates.models import Double
from app.records.duplicates.owned_rows import rows_of
from app.records.register_import.models import ImportedRow, Stage
from app.records.register_import.running import bulk_writer, import_jobs
from tests.records.register_import.import_run import line
from tests.world import NOON

RACHID = {"birth_year": 1965, "phone": "0612345671"}
OMAR = {"birth_year": 1965, "phone": "0612345672"}
LINES = (
    line(2, "2025-06-02", "Rachid Amrani", **RACHID, email="r@x.nl", partner="DOCK", remark="belt terug"),
    line(3, "2025-06-03", "Rachid Amrani", **RACHID, partner="Pozitive"),
)
OF_BOTH = (*LINES, line(4, "2025-06-04", "Omar Said", **OMAR, partner="DOCK"))


@pytest.fixture
def cards(scene) -> tuple[int, int]:
    """Omar's card, which becomes the main one, and Rachid's."""
    return scene.new_person("Omar Said", **OMAR), scene.new_person("Rachid Amrani", **RACHID)


def link(scene, cards, before_the_commit=lambda: None) -> None:
    with scene.session() as db:
        set_actor(db, scene.coordinator, NOON)
        main, other = (db.get_one(Person, number) for number in cards)
        linking.merge(db, main, other, by=scene.coordinator, at=NOON)
        before_the_commit()


def before_the_first_piece(monkeypatch, do, size=500) -> None:
    """Calls `do` when everything is counted and nothing is written yet. `size`: lines in a batch."""

    def batches(things, weight=None):
        for at in range(0, len(things), size):
            if things[at:] and at == 0 and not done:
                done.append(do())
            yield list(things[at : at + size])

    done: list[object] = []
    monkeypatch.setattr(import_jobs, "in_batches", batches)


def write_what_was_counted(scene, key) -> None:
    import_jobs.write(key)
    assert scene.read(key).stage == Stage.WRITTEN


def test_a_visit_is_written_to_the_main_card_of_a_card_linked_just_before(scene, cards, monkeypatch):
    main, other = cards
    key = scene.hand_in(*LINES)
    before_the_first_piece(monkeypatch, lambda: link(scene, cards))
    write_what_was_counted(scene, key)
    for model, count in ((Visit, 2), (Note, 1), (Journey, 1), (ImportedRow, 2)):
        assert [row.person_id for row in scene.all(model)] == [main] * count, model
    with scene.session() as db:
        assert rows_of(db, other) == []
        assert (db.get_one(Person, main).email, db.get_one(Person, other).email) == ("r@x.nl", "")


def test_nobody_gets_a_second_open_journey_when_two_cards_of_the_file_are_linked(scene, cards, monkeypatch):
    key = scene.hand_in(*OF_BOTH)
    before_the_first_piece(monkeypatch, lambda: link(scene, cards))
    write_what_was_counted(scene, key)
    assert [(one.person_id, one.is_open) for one in scene.all(Journey)] == [(cards[0], True)]
    assert [one.person_id for one in scene.all(Visit)] == [cards[0]] * 3


def test_nobody_gets_a_second_open_journey_when_their_lines_are_in_two_batches(scene, cards, monkeypatch):
    key = scene.hand_in(*OF_BOTH)
    before_the_first_piece(monkeypatch, lambda: link(scene, cards), size=1)
    write_what_was_counted(scene, key)
    assert [(one.person_id, one.is_open) for one in scene.all(Journey)] == [(cards[0], True)]


def test_records_written_to_the_main_card_are_undone_completely(scene, cards, monkeypatch):
    key = scene.hand_in(*LINES)
    linked: list[dict] = []

    def does() -> None:
        link(scene, cards)
        linked.append(scene.everything())

    before_the_first_piece(monkeypatch, does)
    write_what_was_counted(scene, key)
    monkeypatch.undo()
    monkeypatch.setattr("app.core.database.engine", lambda: scene.engine)
    import_jobs.undo_import(key)
    assert scene.read(key).stage == Stage.UNDONE
    assert scene.everything() == linked[0]


def test_unlinking_the_cards_later_leaves_new_records_with_the_main_card(scene, cards, monkeypatch):
    key = scene.hand_in(*LINES)
    before_the_first_piece(monkeypatch, lambda: link(scene, cards))
    write_what_was_counted(scene, key)
    with scene.session() as db:
        set_actor(db, scene.coordinator, NOON)
        linking.unmerge(db, db.exec(select(Link)).one(), by=scene.coordinator, at=NOON)
    assert [one.person_id for one in scene.all(Visit)] == [cards[0]] * 2


def test_a_possible_duplicate_of_a_linked_card_is_listed_once_for_the_main_card(scene, monkeypatch):
    first, second = (scene.new_person("Omar Said", birth_year=1965, phone=phone) for phone in ("0612345672", ""))
    key = scene.hand_in(line(2, "2025-06-02", "Omar Said", partner="DOCK"))
    before_the_first_piece(monkeypatch, lambda: link(scene, (first, second)))
    write_what_was_counted(scene, key)
    new = scene.all(Person)[-1].id
    pairs = [{one.one_id, one.other_id} for one in scene.all(Double) if new in (one.one_id, one.other_id)]
    assert pairs == [{first, new}]


def test_the_writing_waits_for_a_card_that_is_being_linked(scene, cards, monkeypatch):
    """On SQLite, which has one writer at a time, the colleague is simply first."""
    alone = scene.engine.dialect.name == "sqlite"
    key = scene.hand_in(*LINES)
    linked, piece_began = Event(), Event()
    colleague: list[Future] = []
    put = bulk_writer.BulkWriter.write

    def begins() -> None:
        def before_the_commit() -> None:
            linked.set()
            assert alone or piece_began.wait(20)

        colleague.append(pool.submit(link, scene, cards, before_the_commit))
        assert linked.wait(20)

    def puts(self, db, units, made):
        piece_began.set()
        put(self, db, units, made)

    monkeypatch.setattr(bulk_writer.BulkWriter, "write", puts)
    before_the_first_piece(monkeypatch, begins)
    with ThreadPoolExecutor(1) as pool:
        write_what_was_counted(scene, key)
        colleague[0].result()
    with scene.session() as db:
        assert db.exec(select(col(Visit.person_id))).all() == [cards[0]] * 2
