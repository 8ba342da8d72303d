"""The pages of notes: writing with a reach or from a template, reading a note and its earlier texts."""

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.guidance.notes import actions
from app.guidance.notes.models import Note, Reach
from app.shop.lists.models import ListItem, ListName
from tests.conftest import HTMX
from tests.screens.conftest import (
    items,  # noqa: F401  fixtures
    journey,  # noqa: F401  fixtures
)
from tests.screens.test_person import share
from tests.world import NOON


def selected_reach(text):
    """The reach that is selected in the form."""
    return next(
        reach
        for reach in Reach
        if any(
            f'value="{reach}" id="{name}" checked' in " ".join(text.split())
            for name in ("reach", *(f"reach-{n}" for n in range(2, 5)))
        )
    )


def test_the_default_reach_is_the_front_office_or_the_partners_own_organisation(as_, world, journey):
    share(world, journey, ["wishes"])
    url = f"/people/{world.hatice.key}/notes"
    assert selected_reach(as_(world.joost).get(url).text) == Reach.FRONT_OFFICE
    page = as_(world.fatima).get(url).text
    assert selected_reach(page) == Reach.ORGANISATION
    assert "iedereen van DOCK" in page
    as_(world.fatima).post(url, data={"text": "Zonder keuze"})
    assert world.db.exec(select(Note.reach).where(Note.text == "Zonder keuze")).one() == Reach.ORGANISATION


def test_a_note_is_saved_with_the_chosen_reach(as_, world, journey):
    client = as_(world.joost)
    for reach in Reach:
        client.post(f"/people/{world.hatice.key}/notes", data={"text": f"tekst {reach}", "reach": reach.value})
        assert world.db.exec(select(Note.reach).where(Note.text == f"tekst {reach}")).one() == reach
    assert client.post(f"/people/{world.hatice.key}/notes", data={"text": "x", "reach": "all"}).status_code == 422
    page = client.get(f"/people/{world.hatice.key}?kind=notes").text
    assert "alleen voor mij" in page
    assert "alleen UWV" in page


def test_a_note_can_start_from_a_template(as_, world, journey):
    called = ListItem(
        shop_id=world.shop.id,
        list=ListName.NOTE,
        code="called",
        name_nl="Gebeld",
        name_en="Called",
        body="Gebeld met\nAfgesproken:",
    )
    other = ListItem(shop_id=world.other_shop.id, list=ListName.NOTE, code="x", name_nl="Elders", body="Van elders")
    world.db.add_all([called, other])
    world.db.flush()
    client, url = as_(world.samira), f"/people/{world.hatice.key}/notes"
    assert f'href="{url}?template={called.key}"' in client.get(url).text
    assert "Gebeld met\nAfgesproken:</textarea>" in client.get(url, params={"template": called.key}).text
    for key in (other.key, "geen", items_key(world)):
        text = client.get(url, params={"template": key}).text
        assert "Van elders" not in text
        assert ">\n</textarea>" in text


def items_key(world):
    """The key of an item from a list without note templates."""
    return world.db.exec(select(ListItem.key).where(ListItem.list == ListName.TOPIC)).first()


@pytest.mark.parametrize("more", ["", "/correction"])
def test_the_fragment_is_that_block_of_the_page(as_, world, journey, more):
    note = actions.write_note(world.db, world.hatice, journey, "eerst", by=world.actor(world.samira), at=NOON)
    client, url = as_(world.samira), f"/notes/{note.key}{more}"
    assert client.get(url, headers=HTMX).text.strip() in client.get(url).text


def test_a_corrected_note_is_marked_in_the_timeline_and_shows_its_earlier_text(as_, world, journey):
    by = world.actor(world.samira)
    note = actions.write_note(world.db, world.hatice, journey, "maandag gebeld", by=by, at=NOON)
    actions.correct_note(world.db, note, "dinsdag gebeld", reach=note.reach, by=by, at=NOON)
    client = as_(world.joost)
    line = client.get(f"/people/{world.hatice.key}").text
    assert "verbeterd, vandaag: wat er eerst stond" in line
    assert "maandag gebeld" not in line
    assert "maandag gebeld" in client.get(f"/notes/{note.key}").text


def test_reading_a_note_is_logged(as_, world, journey):
    note = actions.write_note(world.db, world.hatice, journey, "zo", by=world.actor(world.samira), at=NOON)
    as_(world.joost).get(f"/notes/{note.key}")
    look = world.db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).one()
    assert (look.person_id, look.what, look.worker_id) == (world.hatice.id, "note", world.joost.id)


def test_a_note_about_health_is_saved_with_a_gentle_warning(as_, world):
    client = as_(world.samira)
    form = {"text": "Slikt medicijnen voor de rug.", "reach": "front_office", "intention": "een"}
    page = client.post(f"/people/{world.hatice.key}/notes", data=form).text
    assert "Slikt medicijnen voor de rug." in page
    assert 'class="sensitive"' in page
