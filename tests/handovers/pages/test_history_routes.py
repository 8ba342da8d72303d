"""The page with the history of a handover."""

import re
from datetime import timedelta

import pytest
from markupsafe import escape
from sqlmodel import select

from app.audit.models import AuditEntry
from app.audit.models import AuditKind as Looked
from app.handovers.consent_changes import actions
from app.handovers.lifecycle.models import HandoverMove, Kind, ReminderRecord, State, Via
from app.handovers.offers import closing_actions, message_actions, receiver_actions
from app.handovers.pages.history_views import CONTACT_ASKED, PARTNER_REMINDED, REMINDERS
from app.handovers.reminders.reminder_job import send_due_reminders
from app.web.i18n import gettext, language_scope
from tests.conftest import HTMX
from tests.world import NOON, TODAY


def history(shop, as_, handover, who="samira") -> str:
    answer = as_(getattr(shop, who)).get(f"/handovers/{handover.key}/history")
    assert answer.status_code == 200
    return answer.text


def test_every_event_is_a_sentence_with_a_name_and_a_time(shop, as_):
    handover = shop.in_state(State.RUNNING, kind=Kind.TRANSFER)
    message_actions.write_message(
        shop.db, handover, "It goes well", by=shop.as_("fatima"), at=NOON + timedelta(hours=1)
    )
    closing_actions.give_back(
        shop.db,
        handover,
        "she moved away",
        next_what="Call",
        next_on=TODAY,
        by=shop.as_("fatima"),
        at=NOON + timedelta(hours=2),
    )
    page = history(shop, as_, handover)
    sentences = [
        "Samira Bouzid bereidde dit voor.",
        "De bezoeker gaf toestemming",
        "(Leerwerkloket) bood dit aan bij DOCK.",
        "Fatima Amrani (DOCK) nam dit aan.",
        "Ze maakten kennis",
        "Fatima Amrani (DOCK) begon.",
        "Fatima Amrani (DOCK) schreef:",
        "It goes well",
        "Fatima Amrani (DOCK) gaf dit terug.",
        "she moved away",
    ]
    for sentence in sentences:
        assert sentence in page, sentence
    assert "dinsdag 3 maart 2026, 10.30" in page
    places = [page.index(sentence) for sentence in sentences if sentence != "Ze maakten kennis"]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("via", "words"),
    [
        (Via.PIN, "met een pincode, op het scherm van Samira Bouzid"),
        (Via.LINK, "via de link in de mail"),
        (Via.SPOKEN, "ter plekke gezegd, en opgeschreven door Samira Bouzid"),
    ],
)
def test_a_move_says_how_the_worker_was_identified(shop, as_, via, words):
    handover = shop.in_state(State.ACCEPTED)
    handover.moves[-1].via = via
    shop.db.flush()
    assert history(shop, as_, handover).count(words) == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.ACCEPTED, "maakte het aannemen ongedaan"),
        (State.DECLINED, "maakte de afwijzing ongedaan"),
        (State.COMPLETED, "maakte het afronden ongedaan"),
    ],
)
def test_an_undone_move_says_so(shop, as_, state, words):
    handover = shop.in_state(state)
    receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    assert words in history(shop, as_, handover)


def test_an_offer_with_a_new_sender_names_them(shop, as_):
    handover = shop.in_state(State.OFFERED)
    shop.reassign("joost", by="carla")
    page = history(shop, as_, handover, "joost")
    plain = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "Carla Post (Leerwerkloket): ging mee naar Joost Visser" in plain


def test_reminders_that_were_sent_are_shown_and_skipped_ones_are_not(shop, as_):
    handover = shop.in_state(State.OFFERED)
    for kind, passed_over in (("remind", False), ("choose", True)):
        shop.db.add(
            ReminderRecord(
                handover_id=handover.id,
                person_id=shop.hatice.id,
                kind=kind,
                since=NOON,
                at=NOON + timedelta(days=3),
                passed_over=passed_over,
            )
        )
    shop.db.flush()
    page = history(shop, as_, handover)
    assert "De Werkwinkel stuurde de partner een automatische herinnering." in page
    assert "te kiezen hoe het verder gaat" not in page


def test_a_withdrawn_consent_is_shown(shop, as_):
    handover = shop.in_state(State.OFFERED)
    actions.withdraw_consent(shop.db, handover.consent, by=shop.as_("samira"), at=NOON)
    page = history(shop, as_, handover)
    assert "De bezoeker trok die toestemming in. Samira Bouzid noteerde het." in page
    closed = history(shop, as_, handover, "fatima")
    assert "Help with the bills" not in closed


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_history_that_shows_a_partner_no_more_than_its_page(shop, as_, state):
    handover = shop.in_state(state)
    assert history(shop, as_, handover)
    answer = as_(shop.fatima).get(f"/handovers/{handover.key}/history")
    assert answer.status_code == (404 if state == State.DRAFT else 200)
    page = as_(shop.fatima).get(f"/handovers/{handover.key}").text
    for secret in ("Hatice", "Help with the bills"):
        assert (secret in answer.text) <= (secret in page)


@pytest.mark.parametrize("who", ["karim", "marleen", "anton", "petra", "hanna", "olaf"])
def test_nobody_else_reads_it(shop, as_, who):
    handover = shop.in_state(State.RUNNING)
    assert as_(getattr(shop, who)).get(f"/handovers/{handover.key}/history").status_code == 404


def test_opening_it_is_audit_logged_as_a_print(shop, as_):
    handover = shop.in_state(State.OFFERED)
    history(shop, as_, handover)
    looks = shop.db.exec(select(AuditEntry).where(AuditEntry.kind == Looked.PRINT)).all()
    assert [(one.subject_id, one.person_id, one.worker_id) for one in looks] == [
        (handover.id, shop.hatice.id, shop.samira.id)
    ]


def test_the_fragment_is_that_block_of_the_page(shop, as_):
    handover, client = shop.in_state(State.ACCEPTED), as_(shop.samira)
    url = f"/handovers/{handover.key}/history"
    page, fragment = client.get(url).text, client.get(url, headers=HTMX).text
    assert " ".join(fragment.split()) in " ".join(page.split())


def test_moves_are_never_removed(shop):
    handover = shop.in_state(State.DECLINED)
    moves = [move.id for move in handover.moves]
    receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    kept = shop.db.exec(select(HandoverMove.id).where(HandoverMove.handover_id == handover.id)).all()
    assert set(moves) < set(kept)


def test_an_automatic_reminder_is_shown_once_and_not_as_a_call(shop, as_):
    handover = shop.in_state(State.OFFERED)
    for days in (2, 5):
        send_due_reminders(shop.db, NOON + timedelta(days=days * 7 // 5 + 1))
    page = history(shop, as_, handover)
    with language_scope("nl"):
        assert [page.count(str(escape(gettext(REMINDERS[kind])))) for kind in ("remind", "contact")] == [1, 1]
        assert gettext(PARTNER_REMINDED) not in page
        assert gettext(CONTACT_ASKED) not in page
