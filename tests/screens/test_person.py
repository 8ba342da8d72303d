"""The page of one person: who sees what, and what can be done from it."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.models import Membership, Role, Worker
from app.audit.models import AuditEntry, AuditKind
from app.guidance.journeys import actions
from app.guidance.journeys.models import ResponsibilityReason
from app.guidance.notes import actions as notes
from app.guidance.notes.models import Note, Reach
from app.handovers.consents.models import Consent
from app.handovers.lifecycle.models import Handover, State
from app.handovers.lifecycle.models import Kind as Sort
from tests.conftest import HTMX
from tests.screens.conftest import MARKS
from tests.world import NOON, TODAY


def share(world, journey, sections, state=State.OFFERED, kind=Sort.SUPPORT, **consent):
    """A handover to DOCK under a consent."""
    given = {"until": TODAY + timedelta(days=90), "sections": sections} | consent
    word = Consent(
        person_id=world.hatice.id,
        organisation_id=world.dock.id,
        wording="1",
        asked_by_id=world.samira.id,
        given_at=NOON,
        **given,
    )
    world.db.add(word)
    world.db.flush()
    handover = Handover(
        journey_id=journey.id,
        person_id=world.hatice.id,
        shop_id=world.shop.id,
        sender_id=world.samira.id,
        receiver_id=world.dock.id,
        question="markeervraag",
        shared=sections,
        consent_id=word.id,
        state=state,
        kind=kind,
        made_at=NOON,
        offered_at=None if state == State.DRAFT else NOON,
        running_at=NOON,
    )
    world.db.add(handover)
    world.db.flush()
    return handover


def page(client, world):
    return client.get(f"/people/{world.hatice.key}")


def marks(text):
    return set(re.findall(r"markeer\w+", text))


def test_the_front_office_sees_the_whole_story(as_, world, journey):
    answer = page(as_(world.joost), world)
    assert answer.status_code == 200
    assert marks(answer.text) >= {*MARKS.values(), "markeermoney", "markeerlanguage", "markeerstap", "markeernotitie"}


def test_the_fragment_is_that_block_of_the_page(as_, world, journey):
    client = as_(world.samira)
    fragment = client.get(f"/people/{world.hatice.key}", headers=HTMX).text
    assert fragment.strip() in page(client, world).text


def test_a_host_sees_who_it_is_and_no_story(as_, world, journey):
    answer = page(as_(world.hanna), world)
    assert answer.status_code == 200
    assert "Nigerdreef" in answer.text
    assert marks(answer.text) == set()


@pytest.mark.parametrize("who", ["fatima", "karim", "marleen", "anton", "petra", "olaf"])
def test_workers_who_do_not_work_with_a_person_see_nothing(as_, world, journey, who):
    assert page(as_(getattr(world, who)), world).status_code == 404
    assert as_(getattr(world, who)).get(f"/journeys/{journey.key}/steps").status_code == 404


def test_a_partner_sees_field_by_field_what_is_shared(as_, world, journey, items):
    share(world, journey, ["wishes", f"obstacle:{items['money'].key}"])
    answer = page(as_(world.fatima), world)
    assert marks(answer.text) == {"markeerwens", "markeermoney", "markeervraag"}
    assert "0612345678" not in answer.text
    assert page(as_(world.karim), world).status_code == 404


@pytest.mark.parametrize(
    "ended", [State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.RETURNED, State.COMPLETED, State.DRAFT]
)
def test_an_ended_handover_shows_nothing(as_, world, journey, ended):
    share(world, journey, ["wishes"], state=ended)
    assert page(as_(world.fatima), world).status_code == 404


@pytest.mark.parametrize(
    "consent", [{"withdrawn_at": NOON}, {"until": TODAY - timedelta(days=1)}, {"sections": ["contact"]}]
)
def test_without_an_active_consent_nothing_of_the_story_is_shown(as_, world, journey, consent):
    handover = share(world, journey, ["wishes"])
    for name, value in consent.items():
        setattr(handover.consent, name, value)
    world.db.flush()
    assert "markeerwens" not in page(as_(world.fatima), world).text


def test_a_partner_who_takes_over_sees_what_happens_from_then_on(as_, world, journey):
    handover = share(world, journey, ["contact", "wishes"], State.RUNNING, Sort.TRANSFER)
    by, later = world.actor(world.samira), NOON + timedelta(minutes=5)
    handover.running_at = later
    actions.move_responsibility(world.db, journey, world.fatima, ResponsibilityReason.TRANSFER, by=by, at=later)
    notes.write_note(world.db, world.hatice, journey, "markeernieuw", reach=Reach.HANDOVER, by=by, at=later)
    assert marks(page(as_(world.fatima), world).text) == {"markeerwens", "markeernieuw", "markeerstap"}
    assert "Hatice" in as_(world.fatima).get("/people").text


def test_a_name_that_is_not_shared_is_on_no_page(as_, world, journey):
    share(world, journey, ["wishes"], State.RUNNING)
    client = as_(world.fatima)
    for path in (
        f"/people/{world.hatice.key}",
        f"/people/{world.hatice.key}/notes",
        f"/journeys/{journey.key}/outcomes",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Hatice" not in answer.text


def test_a_partner_role_in_a_front_office_organisation_does_not_see_its_colleagues_journeys(as_, world, journey):
    """Loes works for Samira's organisation as a partner of the shop, not at its front desk."""
    loes = Worker(
        name="Loes Mol", login="loes", organisation_id=world.leerwerkloket.id, password_hash=world.samira.password_hash
    )
    world.db.add(loes)
    world.db.flush()
    world.db.add(Membership(worker_id=loes.id, shop_id=world.shop.id, role=Role.PARTNER))
    world.db.flush()
    client = as_(loes)
    assert page(client, world).status_code == 404
    assert client.get(f"/journeys/{journey.key}/steps").status_code == 404
    assert "Hatice" not in client.get("/people").text


def test_a_note_is_on_the_timeline_once_whatever_is_clicked_twice(as_, world, journey):
    client = as_(world.joost)
    form = {"text": "Samen gebeld met het ROC", "intention": "notitie-een"}
    for _time in range(2):
        assert client.post(f"/people/{world.hatice.key}/notes", data=form).status_code == 200
    assert "Samen gebeld met het ROC" in page(client, world).text
    assert len(world.db.exec(select(Note).where(Note.text == "Samen gebeld met het ROC")).all()) == 1


def test_two_notes_written_at_once_are_both_saved(as_, world, journey):
    for who in (world.joost, world.samira):
        as_(who).post(f"/people/{world.hatice.key}/notes", data={"text": f"Van {who.name}"})
    assert len(world.db.exec(select(Note)).all()) == 3


@pytest.mark.parametrize("text", ["", "   ", "111222333", "a" * 10_001])
def test_an_invalid_note_is_shown_again(as_, world, journey, text):
    answer = as_(world.joost).post(f"/people/{world.hatice.key}/notes", data={"text": text})
    assert answer.status_code == 422
    assert text.strip()[:50] in answer.text


def test_a_partner_writes_a_note_only_while_something_is_shared(as_, world, journey):
    form = {"text": "Van DOCK"}
    assert as_(world.fatima).post(f"/people/{world.hatice.key}/notes", data=form).status_code == 404
    share(world, journey, ["wishes"], state=State.RUNNING)
    assert as_(world.fatima).post(f"/people/{world.hatice.key}/notes", data=form).status_code == 200


def test_reassigning_from_the_page(as_, world, journey):
    client = as_(world.samira)
    form = {"to": world.joost.key, "word": "Verlof", "version": journey.version}
    assert client.post(f"/journeys/{journey.key}/responsible", data=form | {"word": ""}).status_code == 422
    assert client.post(f"/journeys/{journey.key}/responsible", data=form | {"to": world.hanna.key}).status_code == 422
    assert client.post(f"/journeys/{journey.key}/responsible", data=form | {"to": world.fatima.key}).status_code == 409
    assert client.post(f"/journeys/{journey.key}/responsible", data=form).status_code == 200
    world.db.refresh(journey)
    assert journey.responsible_id == world.joost.id


def test_every_read_of_a_person_is_logged_with_its_basis(as_, world, journey):
    share(world, journey, ["wishes"])
    for who in (world.joost, world.fatima, world.hanna):
        page(as_(who), world)
    looks = world.db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).all()
    assert [look.worker_id for look in looks] == [world.joost.id, world.fatima.id, world.hanna.id]
    assert looks[0].basis == "front office of the shop"
    assert looks[1].basis.startswith("handover ")
    assert looks[2].basis == "at the door of the shop"
    assert {look.person_id for look in looks} == {world.hatice.id}
