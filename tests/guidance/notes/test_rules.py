"""Who may read a note: the rule agrees with its query, also after responsibility moves."""

from datetime import timedelta
from itertools import product

import pytest
from sqlmodel import select

from app.guidance.caseloads import leave_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_OFFICE_TEAM, locked_caseload, reassignment_preview
from app.guidance.caseloads.facts import SuccessorChoice
from app.guidance.journeys import actions as journeys
from app.guidance.notes import actions, rules
from app.guidance.notes.models import Note, NoteCorrection, Reach
from app.guidance.notes.queries import earlier_texts, notes_of
from app.guidance.notes.rules import Reader, can_read
from app.handovers.disclosure.queries import person_view
from app.handovers.disclosure.shared_section_views import shared_sections
from app.handovers.lifecycle.models import Kind, State
from app.handovers.offers import closing_actions
from tests.handovers.conftest import shop  # noqa: F401  the fixture
from tests.world import NOON, TODAY

LATER = NOON + timedelta(hours=1)
FRONT, PARTNER = ("samira", "carla", "joost"), ("fatima", "dirk", "karim")


@pytest.fixture
def written(world):
    """Notes with every reach, by the front office and by a partner, before and after noon."""
    made = []
    for reach, who, at in product(Reach, ("samira", "fatima"), (NOON - timedelta(hours=1), LATER)):
        by = world.actor(getattr(world, who))
        made.append(actions.write_note(world.db, world.hatice, None, f"{reach} {who}", reach=reach, by=by, at=at))
    return made


def test_the_query_agrees_with_the_rule(world, written):
    some = frozenset(note.id for note in written[::3])
    who = [getattr(world, name) for name in (*FRONT, *PARTNER)]
    asked = product(who, (False, True), (None, NOON), (False, True), (frozenset(), some), (frozenset(), some))
    for worker, front, since, shared, unshared, apart in asked:
        reader = Reader(worker.id, worker.organisation_id, front, since, shared, unshared, apart)
        found = {note.id for note in notes_of(world.db, world.hatice.id, reader)}
        assert found == {note.id for note in written if can_read(reader, note, note.reach)}, reader


@pytest.mark.parametrize(
    ("reach", "readers"),
    [
        (Reach.ONLY_ME, {"samira"}),
        (Reach.ORGANISATION, {"samira", "carla"}),
        (Reach.FRONT_OFFICE, {"samira", "carla", "joost"}),
        (Reach.HANDOVER, {"samira", "carla", "joost", "fatima", "dirk"}),
    ],
)
def test_each_reach_has_its_readers(world, shop, reach, readers):
    shop.in_state(State.RUNNING, shared=("notes",))
    note = actions.write_note(world.db, world.hatice, None, "zo", reach=reach, by=shop.as_("samira"), at=NOON)
    assert read_by(world, note) == readers


def read_by(world, note, at=LATER):
    """The names of the workers who can read the note on the person's page."""
    found = set()
    for name in world.workers:
        view = person_view(world.db, world.actor(getattr(world, name)), world.hatice.key, at)
        if view and not view.at_the_door and note in notes_of(world.db, world.hatice.id, view.reader):
            found.add(name)
    return found


def test_a_partners_note_reaches_the_front_office_only_if_it_was_written_for_it(world, shop):
    shop.in_state(State.RUNNING, shared=("wishes",))
    by = shop.as_("fatima")
    note = {
        reach: actions.write_note(world.db, world.hatice, None, "zo", reach=reach, by=by, at=NOON) for reach in Reach
    }
    assert read_by(world, note[Reach.ONLY_ME]) == {"fatima"}
    assert read_by(world, note[Reach.ORGANISATION]) == {"fatima", "dirk"}
    assert read_by(world, note[Reach.FRONT_OFFICE]) == {"fatima", "dirk", *FRONT}


def test_the_preview_equals_what_the_partner_reads(world, shop):
    for reach in Reach:
        actions.write_note(world.db, world.hatice, None, f"M{reach}", reach=reach, by=shop.as_("samira"), at=NOON)
    previewed = next(part.lines for part in shared_sections(world.db, world.hatice, ["notes"]))
    shop.in_state(State.OFFERED, shared=("notes",))
    view = person_view(world.db, shop.as_("fatima"), world.hatice.key, NOON)
    assert previewed == [n.text for n in notes_of(world.db, world.hatice.id, view.reader)] == ["Mhandover"]


def reassigned(shop):
    journeys.reassign(shop.db, shop.journey, shop.joost, "past beter", by=shop.as_("samira"), at=LATER)


def transferred(shop):
    shop.in_state(State.RUNNING, kind=Kind.TRANSFER, shared=("contact", "notes"))


def given_back(shop):
    handover = shop.in_state(State.RUNNING, kind=Kind.TRANSFER, shared=("contact", "notes"))
    closing_actions.give_back(shop.db, handover, "verhuisd", by=shop.as_("fatima"), at=LATER)


def departed(shop):
    shop.samira.disabled_at = NOON
    shop.db.flush()
    by, all_to = shop.as_("carla"), SuccessorChoice(rest={FRONT_OFFICE_TEAM: shop.joost.key})
    rows = reassignment_preview(shop.db, locked_caseload(shop.db, shop.samira, by=by), all_to, by=by, today=TODAY)
    leave_actions.hand_over_caseload(shop.db, shop.samira, rows, "weg", by=by, at=LATER)


@pytest.mark.parametrize("moves", [reassigned, transferred, given_back, departed])
def test_no_notes_vanish_when_responsibility_moves(world, shop, moves):
    by = shop.as_("samira")
    note = {
        reach: actions.write_note(world.db, world.hatice, shop.journey, "zo", reach=reach, by=by, at=NOON)
        for reach in Reach
    }
    views = {name: world.actor(getattr(world, name)) for name in FRONT}
    moves(shop)
    for reach, readers in ((Reach.ONLY_ME, FRONT[:1]), (Reach.ORGANISATION, FRONT[:2]), (Reach.FRONT_OFFICE, FRONT)):
        for name in FRONT:
            reader = person_view(world.db, views[name], world.hatice.key, LATER).reader
            assert (note[reach] in notes_of(world.db, world.hatice.id, reader)) == (name in readers)
    assert len(world.db.exec(select(Note)).all()) == 4


# -- correcting -----------------------------------------------------------------------------------------------------


def test_earlier_texts_stay_readable_for_those_they_reached(world, shop):
    by = shop.as_("samira")
    shop.in_state(State.RUNNING, shared=("notes",))
    note = actions.write_note(world.db, world.hatice, None, "eerst", reach=Reach.ORGANISATION, by=by, at=NOON)
    actions.correct_note(world.db, note, "toen", reach=Reach.HANDOVER, by=by, at=NOON)
    actions.correct_note(world.db, note, "nu", reach=Reach.HANDOVER, by=by, at=LATER)
    reader = {name: person_view(world.db, shop.as_(name), world.hatice.key, LATER).reader for name in (*FRONT, "dirk")}
    texts = {name: [row.text for row in earlier_texts(world.db, note, reader[name])] for name in reader}
    assert texts == {
        "samira": ["toen", "eerst"],
        "carla": ["toen", "eerst"],
        "joost": ["toen"],
        "dirk": ["toen"],
    }
    assert (note.text, note.version, note.corrected_at) == ("nu", 3, LATER)


def test_only_its_author_corrects_a_note(as_, world, shop):
    note = actions.write_note(world.db, world.hatice, None, "eerst", by=shop.as_("samira"), at=NOON)
    form = {"text": "anders", "reach": "front_office", "version": 1}
    joost = as_(world.joost)
    assert rules.correct_note.obstacle(note, shop.as_("joost"))
    assert f"/notes/{note.key}/correction" not in joost.get(f"/notes/{note.key}").text
    assert joost.post(f"/notes/{note.key}/correction", data=form).status_code == 409
    for who in ("fatima", "hanna", "marleen", "anton", "petra", "olaf"):
        assert as_(getattr(world, who)).post(f"/notes/{note.key}/correction", data=form).status_code == 404
    assert as_(world.samira).post(f"/notes/{note.key}/correction", data=form).status_code == 200
    world.db.refresh(note)
    assert note.text == "anders"


def test_editing_in_two_windows_loses_nothing(as_, world, shop):
    note = actions.write_note(world.db, world.hatice, None, "eerst", by=shop.as_("samira"), at=NOON)
    url, form = f"/notes/{note.key}/correction", {"reach": "front_office", "version": 1}
    client = as_(world.samira)
    client.post(url, data=form | {"text": "in het ene venster"})
    stale = client.post(url, data=form | {"text": "in het andere venster"})
    assert stale.status_code == 422
    assert "in het ene venster" in stale.text
    assert "in het andere venster" in stale.text
    assert 'name="version" value="2"' in stale.text
    assert client.post(url, data=form | {"text": "samen", "version": 2}).status_code == 200
    kept = world.db.exec(select(NoteCorrection).order_by(NoteCorrection.id)).all()
    assert [row.text for row in kept] == ["eerst", "in het ene venster"]


def test_saving_the_same_text_corrects_nothing(world, shop):
    by = shop.as_("samira")
    note = actions.write_note(world.db, world.hatice, None, "zo", by=by, at=NOON)
    actions.correct_note(world.db, note, "zo", reach=note.reach, by=by, at=LATER)
    assert note.corrected_at is None
