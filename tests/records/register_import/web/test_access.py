"""Attempts that are refused: imports of other shops, questions of other imports, steps in the wrong stage."""

import pytest
from sqlmodel import col, select

from app.accounts.models import Membership, Role
from app.audit.models import AuditEntry, AuditKind
from app.records.register_import.models import RUNNING_STAGES, Import, Meaning, Question, Stage, WordKind
from app.records.register_import.running import job_queue
from app.records.register_import.web import routes
from app.shop.shops.models import Shop
from tests.records.register_import.web.test_routes import CSV, FOUND, an_import, counted, hand_in
from tests.world import NOON


@pytest.fixture
def begun(world, monkeypatch) -> list[tuple[str, str]]:
    """The imports that are waiting each time the job runner is woken, with the job of each."""
    asked: list[tuple[str, str]] = []

    def look() -> None:
        waiting = select(Import.key, Import.stage).where(col(Import.stage).in_(RUNNING_STAGES), Import.run == "")
        asked.extend((key, job_queue.JOB_BY_STAGE[stage]) for key, stage in world.db.get_bind().execute(waiting))

    monkeypatch.setattr(routes, "wake_runners", look)
    return asked


def another_shop(world) -> Shop:
    return world.other_shop


def a_pair(world, imported: Import, **values) -> Question:
    said = {"name": "Ans", "birth": "", "phone": "", "street": "", "languages": "", "lines": "2"}
    question = Question(import_id=imported.id, one="2", other="3", sides=[said, said], rows=2, score=0.6, **values)
    world.db.add(question)
    world.db.flush()
    return question


STEPS = ("sheet", "columns", "columns/again", "words", "count", "writing", "undoing", "removal")


def test_an_import_of_another_shop_is_not_found(as_, world):
    imported = counted(world)
    question = a_pair(world, imported)
    imported.shop_id = another_shop(world).id
    world.db.flush()
    client, path = as_(world.carla), f"/imports/{imported.key}"
    assert [client.get(path + rest).status_code for rest in ("", "/refused.csv", "/refused.xlsx")] == [404] * 3
    assert {client.post(f"{path}/{step}").status_code for step in STEPS} == {404}
    assert client.post(f"{path}/persons/{question.key}", data={"same": "yes"}).status_code == 404
    assert imported.file_name not in client.get("/imports").text
    assert question.same is None


def test_a_question_of_another_import_is_not_found(as_, world):
    one, other = counted(world), counted(world)
    pair = a_pair(world, other)
    word = Question(import_id=other.id, kind=WordKind.ORGANISATION, said="dokk", rows=3)
    world.db.add(word)
    world.db.flush()
    client, path = as_(world.carla), f"/imports/{one.key}"
    assert client.post(f"{path}/persons/{pair.key}", data={"same": "yes"}).status_code == 404
    assert client.post(f"{path}/words", data={"question": word.key, "meant": "-"}).status_code == 404
    assert (pair.same, word.answered_at, world.db.exec(select(Meaning)).all()) == (None, None, [])


def test_a_word_only_gets_a_meaning_from_the_shops_own_lists(as_, world):
    imported = counted(world)
    word = Question(import_id=imported.id, kind=WordKind.RESULT, said="baan", rows=3)
    world.db.add(word)
    world.db.flush()
    answer = as_(world.carla).post(f"/imports/{imported.key}/words", data={"question": word.key, "meant": "elsewhere"})
    assert answer.status_code == 409
    assert (word.answered_at, imported.stage) == (None, Stage.READY)


@pytest.mark.parametrize("name", ["karim", "marleen", "anton"])
def test_the_follower_must_be_from_this_front_office(name, as_, world):
    imported = counted(world)
    answer = as_(world.carla).post(
        f"/imports/{imported.key}/writing", data={"follower": getattr(world, name).key}, follow_redirects=False
    )
    assert (answer.status_code, imported.follower_id, imported.stage) == (422, None, Stage.READY)


@pytest.mark.parametrize("stage", [Stage.LOOKING, Stage.READING, Stage.WRITING, Stage.WRITTEN, Stage.UNDOING])
def test_no_answer_is_accepted_while_a_job_runs(stage, as_, world):
    imported = counted(world)
    question = a_pair(world, imported)
    imported.stage = stage
    world.db.flush()
    client, path = as_(world.carla), f"/imports/{imported.key}"
    meant = ["day"] + [""] * (len(FOUND) - 1)
    assert client.post(f"{path}/persons/{question.key}", data={"same": "yes"}).status_code == 409
    assert client.post(f"{path}/columns", data={"meant": meant}).status_code == 409
    assert client.post(f"{path}/sheet", data={"sheet": "0"}).status_code == 409
    for step in ("columns/again", "count", "removal"):
        assert client.post(f"{path}/{step}").status_code == 409, step
    assert client.post(f"{path}/writing", data={"follower": world.samira.key}).status_code == 409
    assert (imported.stage, question.same, imported.content) == (stage, None, CSV)


def test_invalid_columns_are_refused(as_, world):
    imported = an_import(world, Stage.COLUMNS, columns={str(n): "" for n in range(len(FOUND))})
    client, path = as_(world.carla), f"/imports/{imported.key}/columns"
    for meant in (["nonsense"], ["nonsense"] * 13, ["day"] * 401, []):
        assert client.post(path, data={"meant": meant}).status_code == 422, meant
    assert imported.stage == Stage.COLUMNS


def test_the_columns_page_may_name_people_and_is_logged(as_, world):
    imported = an_import(world, Stage.COLUMNS, columns={str(n): "" for n in range(len(FOUND))})
    as_(world.carla).get(f"/imports/{imported.key}")
    looks = world.db.exec(
        select(AuditEntry).where(AuditEntry.kind == AuditKind.READ, AuditEntry.subject == "import")
    ).all()
    assert [(look.subject_id, look.person_id) for look in looks] == [(imported.id, None)]


def test_every_step_is_logged(as_, world):
    imported = counted(world)
    question = a_pair(world, imported)
    client, path = as_(world.carla), f"/imports/{imported.key}"
    columns = {"meant": ["day"] + [""] * (len(FOUND) - 1)}

    def last() -> str:
        lines = world.db.exec(
            select(AuditEntry).where(AuditEntry.subject == "import", AuditEntry.kind == AuditKind.CHANGE)
        )
        return max(lines.all(), key=lambda one: one.id).what

    def back_to(stage: Stage) -> None:
        imported.stage, imported.began_at = stage, NOON
        world.db.flush()

    for step, data, what, then in (
        (f"persons/{question.key}", {"same": "yes"}, "said to be one", Stage.READY),
        ("columns", columns, "columns agreed", Stage.READY),
        ("writing", {"follower": world.samira.key}, "writing begun", Stage.WRITTEN),
        ("undoing", {}, "undoing begun", Stage.READY),
        ("removal", {}, "removed", Stage.UNDONE),
    ):
        assert client.post(f"{path}/{step}", data=data, follow_redirects=False).status_code == 303, step
        assert last() == what
        back_to(then)
    hand_in(client)
    assert last() == "added"


def test_a_sheet_is_chosen_by_its_position_whatever_its_name(as_, world, begun):
    imported = an_import(world, Stage.COLUMNS, columns={str(n): "" for n in range(len(FOUND))})
    imported.sheets = ["Uitleg", " Inloop  2025 ", "123456782"]
    world.db.flush()
    client, path = as_(world.carla), f"/imports/{imported.key}"
    for place, sheet in enumerate(imported.sheets):
        assert f'<option value="{place}"' in client.get(path).text
        assert client.post(f"{path}/sheet", data={"sheet": str(place)}, follow_redirects=False).status_code == 303
        assert (imported.sheet, imported.stage, begun[-1]) == (sheet, Stage.LOOKING, (imported.key, "look"))
        imported.stage = Stage.COLUMNS
        world.db.flush()
    for wrong in ("3", "-1", "x", "9" * 30, ""):
        assert client.post(f"{path}/sheet", data={"sheet": wrong}).status_code == 422


def test_a_broken_import_is_scanned_again_when_its_file_is_uploaded_again(as_, world, begun):
    client = as_(world.carla)
    hand_in(client)
    imported = world.db.exec(select(Import)).one()
    imported.stage = Stage.BROKEN
    world.db.flush()
    hand_in(client)
    assert len(world.db.exec(select(Import)).all()) == 1
    assert (imported.stage, begun) == (Stage.LOOKING, [(imported.key, "look")] * 2)


def test_a_deleted_file_can_be_uploaded_again(as_, world):
    client = as_(world.carla)
    for _time in range(2):
        location = hand_in(client).headers["location"]
        imported = world.db.exec(select(Import).where(Import.key == location.rpartition("/")[2])).one()
        imported.stage = Stage.COLUMNS
        world.db.flush()
        client.post(f"{location}/removal")
    assert [one.stage for one in world.db.exec(select(Import))] == [Stage.UNDONE] * 2


def test_an_import_from_the_command_line_is_scanned_for_its_columns_page(as_, world, begun):
    imported = counted(world)
    imported.found = []
    world.db.flush()
    as_(world.carla).post(f"/imports/{imported.key}/columns/again", follow_redirects=False)
    assert (imported.stage, begun) == (Stage.LOOKING, [(imported.key, "look")])


def test_a_coordinator_of_another_shop_sees_nothing_here(as_, world):
    imported = counted(world)
    shop = another_shop(world)
    world.db.add(Membership(worker_id=world.samira.id, shop_id=shop.id, role=Role.COORDINATOR))
    world.db.flush()
    assert as_(world.samira).get(f"/imports/{imported.key}").status_code == 404


@pytest.mark.parametrize("stage", [Stage.WRITING, Stage.UNDOING])
def test_no_other_import_begins_while_one_is_written_or_undone(stage, as_, world):
    written = counted(world)
    written.stage, written.began_at = Stage.WRITTEN, NOON
    ready = counted(world)
    an_import(world, stage)
    client = as_(world.carla)
    path = f"/imports/{ready.key}/writing"
    assert client.post(path, data={"follower": world.samira.key}, follow_redirects=False).status_code == 409
    assert client.post(f"/imports/{written.key}/undoing", follow_redirects=False).status_code == 409
    assert (ready.stage, written.stage) == (Stage.READY, Stage.WRITTEN)
