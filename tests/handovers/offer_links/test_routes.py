"""What a link to an offer shows and hides, when it stops, and that opening it changes nothing."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import Kind as Handing
from app.handovers.lifecycle.models import State
from app.handovers.offer_links.models import OfferLink, OfferLinkUse
from app.handovers.offer_links.routes import INVALID_LINK_LIMIT
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.shop.partners.queries import active_partner
from tests.conftest import HTMX
from tests.handovers.disclosure.test_marked_fields import (
    CONTACT,
    MARKERS,
    SITUATION,
    TALENTS,
    marked,  # noqa: F401
)
from tests.handovers.offer_links.conftest import link_in_mail, new_ine, offered, token_of, translated
from tests.world import NOON, PASSWORD_HASH, TODAY

GONE = "This link no longer works"


def is_gone(answer) -> bool:
    return answer.status_code == 404 and translated(GONE) in answer.text and "/renewal" in answer.text


def state_of(handover) -> tuple:
    return handover.state, handover.version, len(handover.moves), len(handover.messages)


def test_it_shows_the_question_the_sender_and_the_deadline(ine):
    text = ine.opens().text
    for words in ("Hatice Yıldız", "Work in a kitchen", "Help with the bills", "Samira Bouzid", "dinsdag 10 maart"):
        assert words in text
    for move in ("Yes, I help", "I want to ask something first", "No, we cannot help with this"):
        assert translated(move) in text
    assert "Two months behind" not in text


def test_the_page_has_no_links_cookies_or_scripts(ine):
    answer = ine.opens()
    for header, value in {"cache-control": "no-store", "referrer-policy": "no-referrer"}.items():
        assert answer.headers[header] == value
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    links = {part.split('"')[0] for part in answer.text.split('href="')[1:]}
    own = f"/offer/{ine.token}"
    assert {link for link in links if not link.startswith(("/static/", "tel:", "#", own))} == set()
    assert "Hatice" not in answer.text.split("</title>")[0]


def test_the_page_is_in_dutch_or_english(ine):
    assert '<html lang="nl"' in ine.opens(headers={"accept-language": "en"}).text
    english = ine.opens("?language=en").text
    assert '<html lang="en"' in english
    assert "Can you help somebody?" in english
    assert f'action="/offer/{ine.token}/acceptance?language=en"' in english
    assert '<html lang="nl"' in ine.opens("?language=xx").text


def test_the_fragment_equals_that_block_of_the_page(ine):
    fragment = ine.opens(headers=HTMX).text
    fixed = fragment.split('name="intention"')[0]
    assert fixed.strip()
    assert fixed in ine.opens().text


def test_opening_is_logged_and_does_not_change_the_offer(ine, handover, db):
    before, lines = state_of(handover), len(db.exec(select(AuditEntry)).all())
    ine.opens()
    ine.client.head(f"/offer/{ine.token}")
    assert state_of(handover) == before
    assert [use.what for use in db.exec(select(OfferLinkUse))] == ["opened"]
    new = db.exec(select(AuditEntry).order_by(AuditEntry.id)).all()[lines:]
    look = next(line for line in new if line.kind == AuditKind.READ)
    assert (look.person_id, look.worker_id, look.organisation_id) == (handover.person_id, None, handover.receiver_id)
    assert look.basis == f"offer link {ine.link.key} under consent {handover.consent.key}"
    assert {line.subject for line in new} == {"offer_link", "offer_link_use"}


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("sections", "seen"),
    [
        (("contact",), CONTACT),
        (("wishes",), {"wishes"}),
        (("situation",), SITUATION),
        (("talents",), TALENTS),
        (("steps", "notes"), {"steps", "notes", "next"}),
        (("obstacle",), {"obstacle"}),
    ],
)
def test_only_marked_fields_of_shared_sections_show(marked, client, sections, seen):
    sections = tuple(f"obstacle:{marked.debts.key}" if s == "obstacle" else s for s in sections)
    handover = offered(marked, shared=sections)
    handover.question = MARKERS["question"]
    marked.db.flush()
    ine = new_ine(client, marked, handover)
    texts = [ine.opens().text, ine.opens("?language=en").text, ine.sends("question", text="").text]
    texts.append(ine.sends("question", text="Since when?").text)
    found = {name for name, marker in MARKERS.items() if any(marker in text for text in texts)}
    assert found == seen | {"question"}
    consent_changes_actions.withdraw_consent(marked.db, handover.consent, by=marked.as_("samira"), at=NOON)
    after = ine.opens()
    assert after.status_code == 200
    assert {name for name, marker in MARKERS.items() if marker in after.text} == set()


def test_a_link_opens_one_offer_and_no_other_page(ine, shop, db):
    other = offered(shop, shared=("wishes",), receiver=shop.dock)
    for path in ("/people", f"/people/{shop.hatice.key}", f"/handovers/{other.key}", "/door", "/handovers"):
        ine.client.cookies.clear()
        answer = ine.client.get(path, follow_redirects=False)
        assert answer.headers["location"].startswith("/sign-in"), path
    assert other.question in ine.opens().text  # the same sentence; but that of its own offer
    assert "Two months behind" not in ine.opens().text
    assert is_gone(ine.client.get(f"/offer/{other.key}"))
    assert is_gone(ine.client.get(f"/offer/{ine.link.key}"))
    assert is_gone(ine.client.get(f"/offer/{ine.link.token_hash}"))


def test_the_token_is_stored_nowhere(ine, db):
    assert ine.link.token_hash != ine.token
    kept = [row.details for row in db.exec(select(AuditEntry))]
    kept += [row.model_dump() for row in db.exec(select(OfferLink))]
    assert ine.token not in str(kept)


def test_all_invalid_links_get_the_same_page(ine, handover, shop, client, db):
    texts = set()
    unknown = client.get("/offer/" + "x" * 43)
    assert is_gone(unknown)
    texts.add(unknown.text.replace("x" * 43, ine.token))
    for change in ("until", "withdrawn", "address", "retired"):
        with db.begin_nested() as undone:
            partner = active_partner(db, shop.shop.id, shop.pozitive.id)
            if change == "until":
                ine.link.until = NOON
            if change == "withdrawn":
                ine.link.withdrawn_at = NOON
            if change == "address":
                partner.email = "new@pozitive.example"
            if change == "retired":
                partner.retired_at = NOON
            db.flush()
            answer = ine.opens()
            assert is_gone(answer), change
            assert is_gone(ine.accepts()), change
            texts.add(answer.text)
            undone.rollback()
        db.expire_all()
    assert len(texts) == 1
    assert ine.opens().status_code == 200


@pytest.mark.parametrize("token", ["short", "%00", "🦆", "a%2Fb", "%22%3E%3Cb%3E"])
def test_a_malformed_token_gets_a_normal_404(client, token):
    answer = client.get(f"/offer/{token}")
    assert answer.status_code == 404
    assert "<b>" not in answer.text.replace("<b>Werkwinkel", "")


def test_a_link_is_valid_for_eight_days_and_three_at_the_same_time(handover, shop, db):
    tokens = [token_of(link_in_mail(db, handover, at=NOON + timedelta(hours=n))) for n in range(4)]
    links = db.exec(select(OfferLink).order_by(OfferLink.id)).all()
    assert len(set(tokens)) == 4
    assert [link.withdrawn_at is None for link in links] == [False, True, True, True]
    assert all(link.until - link.made_at == timedelta(days=8) for link in links)


def test_no_link_is_mailed_to_another_address_or_without_consent(handover, shop, db):
    assert link_in_mail(db, handover, address="old@pozitive.example") is None
    handover.consent.until = (NOON - timedelta(days=1)).date()
    assert link_in_mail(db, handover) is None
    consent_changes_actions.withdraw_consent(db, handover.consent, by=shop.as_("samira"), at=NOON)
    assert link_in_mail(db, handover) is None
    assert db.exec(select(OfferLink)).all() == []


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.MISTAKEN])
def test_after_the_end_it_shows_the_status_and_nothing_about_the_person(ine, handover, shop, db, state):
    if state == State.WITHDRAWN:
        sender_actions.withdraw(db, handover, "found a place", by=shop.as_("samira"), at=NOON)
    else:
        closing_actions.mark_mistaken(db, handover, "wrong person", by=shop.as_("samira"), at=NOON)
    answer = ine.opens()
    assert answer.status_code == 200
    assert translated("Current status") in answer.text
    for words in ("Hatice", "Help with the bills", "Work in a kitchen", "<form", "found a place", "wrong person"):
        assert words not in answer.text


def test_after_a_transfer_the_link_shows_only_the_status(client, shop, db):
    handover = offered(shop, kind=Handing.TRANSFER)
    ine, karim = new_ine(client, shop, handover), shop.as_("karim")
    shop.karim.password_hash = PASSWORD_HASH
    receiver_actions.accept(db, handover, planned_for=NOON, by=karim, at=NOON)
    actions.record_introduction(db, handover, with_person=True, with_sender=True, with_receiver=True, by=karim, at=NOON)
    actions.take_over(db, handover, next_what="Call", next_on=TODAY, by=karim, at=NOON)
    closing_actions.complete(db, handover, "All bills are paid.", by=karim, at=NOON)
    answer = ine.opens()
    assert translated("Current status") in answer.text
    for words in ("Hatice", "Work in a kitchen", "All bills", "<form"):
        assert words not in answer.text


def test_an_expired_consent_hides_the_offer_and_its_answers(ine, handover, db):
    handover.consent.until = (NOON - timedelta(days=1)).date()
    db.flush()
    answer = ine.opens()
    assert "Hatice" not in answer.text
    assert "<form" not in answer.text
    assert ine.accepts().status_code == 409
    assert handover.state == State.OFFERED


def test_guessing_is_limited_and_valid_links_are_not(client, ine):
    for _ in range(INVALID_LINK_LIMIT.amount):
        assert client.get("/offer/wrong").status_code == 404
    assert client.get("/offer/wrong").status_code == 429
    assert ine.opens().status_code == 200


def test_one_ipv6_network_shares_the_limit_on_guessing(client, ine):
    for n in range(INVALID_LINK_LIMIT.amount):
        client._transport.client = (f"2001:db8:1:2::{n:x}", 50000)
        assert client.get("/offer/wrong").status_code == 404
    client._transport.client = ("2001:db8:1:2::ffff", 50000)
    assert client.get("/offer/wrong").status_code == 429
