"""The pages of an import, without a browser: access, unreadable files, and each step."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.front_desk.visits.models import Visit, VisitState
from app.records.register_import.models import Import, ImportedRow, Meaning, Question, Stage, WordKind
from tests.records.register_import.sample_registers import HEADINGS, LINES, as_csv
from tests.world import NOON

CSV = as_csv(LINES)
FOUND = [
    {"place": place, "heading": heading, "column": "", "examples": ["x"]} for place, heading in enumerate(HEADINGS)
]


def hand_in(client, content: bytes = CSV, name: str = "inloop.csv"):
    return client.post("/imports", files={"file": (name, content)}, follow_redirects=False)


def an_import(world, stage: Stage, **values) -> Import:
    imported = Import(
        shop_id=world.shop.id,
        made_by_id=world.carla.id,
        made_at=NOON,
        file_name="inloop.csv",
        digest="0" * 64,
        content=CSV,
        stage=stage,
        sheets=[""],
        found=FOUND,
        heading_row=1,
        **values,
    )
    world.db.add(imported)
    world.db.flush()
    return imported


def counted(world, **values) -> Import:
    counts = {
        "lines": 5,
        "visits": 4,
        "new_persons": 3,
        "known_persons": 0,
        "anonymous": 1,
        "handovers": 2,
        "warm": 1,
        "outcomes": 1,
        "journeys": 2,
        "open_journeys": 1,
        "notes": 1,
        "openings": 3,
        "not_understood": 0,
        "there": 0,
        "results": {},
        "months": {"2026-06": {"visits": 4, "results": 1}},
        "refused": {"bsn": 1},
        "refused_lines": {"bsn": [6]},
        "questions": 0,
    }
    return an_import(world, Stage.READY, counts=counts | values)


@pytest.mark.parametrize("name", ["hanna", "samira", "karim", "marleen", "anton", "petra"])
def test_only_coordinators_have_access(name, as_, world):
    imported = an_import(world, Stage.COLUMNS)
    client = as_(getattr(world, name))
    assert client.get("/imports").status_code == 404
    assert hand_in(client).status_code == 404
    assert client.get(f"/imports/{imported.key}").status_code == 404
    assert client.post(f"/imports/{imported.key}/writing", data={"follower": world.samira.key}).status_code == 404
    assert client.get(f"/imports/{imported.key}/refused.csv").status_code == 404


def test_an_uploaded_file_is_stored_and_queued_for_a_scan(as_, world):
    answer = hand_in(as_(world.carla), name="C:\\Documents\\inloop.csv")
    imported = world.db.exec(select(Import)).one()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/imports/{imported.key}")
    assert (imported.file_name, imported.content, imported.stage) == ("inloop.csv", CSV, Stage.LOOKING)


def test_the_same_file_twice_is_one_import(as_, world):
    client = as_(world.carla)
    assert hand_in(client).headers["location"] == hand_in(client).headers["location"]
    assert len(world.db.exec(select(Import)).all()) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Kies eerst een bestand."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
        (b"%PDF-1.7 " + b"\0" * 600, "geen tabel"),
    ],
)
def test_the_reason_that_a_file_cannot_be_read_is_shown_at_the_field(content, words, as_, world):
    answer = hand_in(as_(world.carla), content)
    assert answer.status_code == 422
    assert words in answer.text.split('id="file-error"')[1].split("</p>")[0]
    assert world.db.exec(select(Import)).all() == []


def test_an_upload_may_be_large_and_other_forms_may_not(as_, world):
    client = as_(world.carla)
    assert hand_in(client, b"Datum;Naam\n" + b"1-6-2026;Samira\n" * 300_000).status_code == 303  # 4.8 MB
    assert hand_in(client, b"x" * (52 * 1024 * 1024)).status_code == 413
    assert client.post("/door", data={"q": "x" * 3_000_000}).status_code == 413


def test_columns_are_shown_with_examples_and_changed_ones_are_remembered(as_, world):
    imported = an_import(world, Stage.COLUMNS, columns={str(n): "" for n in range(len(FOUND))})
    client, path = as_(world.carla), f"/imports/{imported.key}/columns"
    assert "Doorverwezen naar" in client.get(f"/imports/{imported.key}").text
    nothing = [""] * len(FOUND)
    assert "Kies de kolom met de datum" in client.post(path, data={"meant": nothing}).text
    assert "Twee kolommen betekenen hetzelfde" in client.post(path, data={"meant": ["day", "day", *nothing[2:]]}).text
    assert client.post(path, data={"meant": ["day"]}).status_code == 422  # fewer answers than columns
    assert (
        client.post(path, data={"meant": ["day", "", "name", *nothing[3:]]}, follow_redirects=False).status_code == 303
    )
    assert (imported.stage, imported.columns["0"], imported.columns["2"]) == (Stage.READING, "day", "name")
    said = {(row.kind, row.said): row.meant for row in world.db.exec(select(Meaning))}
    assert said == {(WordKind.COLUMN, "datum"): "day", (WordKind.COLUMN, "naam"): "name"}


def test_the_preview_shows_what_is_imported_and_what_is_not(as_, world):
    page = as_(world.carla).get(f"/imports/{counted(world).key}").text
    assert "Sla 4 bezoeken op" in page
    assert "1 regel kan niet mee" in page
    assert "burgerservicenummer" in page
    assert f'<option value="{world.carla.key}" selected>' in page  # the importing worker is preselected


def test_the_meaning_of_a_word_is_stored_and_the_import_counted_again(as_, world):
    imported = counted(world)
    question = Question(import_id=imported.id, kind=WordKind.ORGANISATION, said="dokk", rows=3, examples=["Dokk"])
    world.db.add(question)
    world.db.flush()
    client = as_(world.carla)
    assert "dokk" in client.get(f"/imports/{imported.key}").text
    client.post(f"/imports/{imported.key}/words", data={"question": question.key, "meant": "-"}, follow_redirects=False)
    meaning = world.db.exec(select(Meaning)).one()
    assert (meaning.said, meaning.meant, imported.stage) == ("dokk", "", Stage.READING)


def test_a_possible_pair_is_shown_side_by_side_and_logged(as_, world):
    imported = counted(world)
    sides = [{"name": "Hatice Yilmas", "birth": 1988, "phone": "", "street": "", "languages": "", "lines": "2, 4"}, {}]
    question = Question(import_id=imported.id, one="2", other=f"={world.hatice.key}", sides=sides, rows=2, score=0.6)
    world.db.add(question)
    world.db.flush()
    client = as_(world.carla)
    page = client.get(f"/imports/{imported.key}").text
    assert "Hatice Yilmas" in page
    assert world.hatice.name in page
    looks = world.db.exec(
        select(AuditEntry).where(AuditEntry.kind == AuditKind.READ, AuditEntry.subject == "import")
    ).all()
    assert [look.person_id for look in looks] == [world.hatice.id]
    client.post(f"/imports/{imported.key}/persons/{question.key}", data={"same": "yes"}, follow_redirects=False)
    assert question.same is True
    assert "Toch twee mensen" in client.get(f"/imports/{imported.key}").text  # an answer can be corrected


def test_writing_begins_once_with_the_chosen_follower(as_, world):
    imported = counted(world)
    client, path = as_(world.carla), f"/imports/{imported.key}/writing"
    assert client.post(path, data={"follower": "nobody"}).status_code == 422
    assert client.post(path, data={"follower": world.samira.key}, follow_redirects=False).status_code == 303
    assert (imported.stage, imported.follower_id) == (Stage.WRITING, world.samira.id)
    assert client.post(path, data={"follower": world.samira.key}).status_code == 409
    assert "De balie kan gewoon doorgaan" in client.get(f"/imports/{imported.key}").text


def test_the_refused_lines_are_a_file_without_a_name_in_its_file_name(as_, world):
    content = as_csv([*LINES, ("4-6-2026", "och.", "Ans", *[None] * 9, "123456782")])
    columns = {str(place): column for place, column in enumerate(("day", "part", "name"))}
    imported = an_import(world, Stage.READY, columns=columns, counts={})
    imported.content, imported.made_at = content, NOON + timedelta(days=150)  # all of its days are past
    answer = as_(world.carla).get(f"/imports/{imported.key}/refused.csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="geweigerde-regels-')
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("Waarom deze regel niet meekon")
    assert "burgerservicenummer" in lines[1]


def test_a_deleted_file_is_gone(as_, world):
    imported = an_import(world, Stage.COLUMNS)
    as_(world.carla).post(f"/imports/{imported.key}/removal", follow_redirects=False)
    assert (imported.content, imported.stage) == (None, Stage.UNDONE)
    assert 'class="steps"' not in as_(world.carla).get(f"/imports/{imported.key}").text  # no steps are left


def test_each_record_shows_its_source_file_and_line(as_, world):
    imported = an_import(world, Stage.WRITTEN)
    visit = Visit(
        shop_id=world.shop.id,
        person_id=world.hatice.id,
        day=date(2026, 2, 2),
        arrived_at=NOON - timedelta(days=29),
        state=VisitState.DONE,
        about="werk",
    )
    world.db.add(visit)
    world.db.flush()
    row = ImportedRow(
        import_id=imported.id, shop_id=world.shop.id, row=12, visit_id=visit.id, person_id=world.hatice.id
    )
    world.db.add(row)
    world.db.flush()
    page = as_(world.samira).get(f"/people/{world.hatice.key}").text
    assert "uit het oude register inloop.csv, regel 12" in page
