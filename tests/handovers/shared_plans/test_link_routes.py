"""The visitor's side: what a link to a plan shows and hides, when it stops, and that it opens nothing else."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import ResponsibilityReason
from app.guidance.notes import actions as notes
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.lifecycle.models import Kind as Handing
from app.handovers.lifecycle.models import State
from app.handovers.offers import closing_actions
from app.handovers.shared_plans import actions
from app.handovers.shared_plans.link_routes import INVALID_LINK_LIMIT
from app.outcomes import actions as outcomes
from app.shop.lists.models import ListItem, ListName, OutcomeClass
from app.web.i18n import catalogue
from tests.handovers.shared_plans.conftest import Phone
from tests.world import NOON, TODAY

GONE = "This page does not work any more"


def translated(message, code="ar"):
    return catalogue(code).gettext(message)


def is_gone(answer) -> bool:
    return answer.status_code == 404 and translated(GONE, "nl") in answer.text and "<form" not in answer.text


def end_journey(shop) -> None:
    kind = ListItem(
        shop_id=shop.shop.id,
        list=ListName.OUTCOME,
        code="moved",
        name_nl="verhuisd",
        name_en="moved",
        grouping=OutcomeClass.NEUTRAL_END,
    )
    shop.db.add(kind)
    shop.db.flush()
    outcomes.end_journey(shop.db, shop.journey, kind=kind, word="", by=shop.as_("samira"), at=NOON)


def test_the_page_is_in_the_visitors_language_and_dutch_without_links_or_scripts(phone):
    answer = phone.opens()
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert answer.text.count("Call") == 2
    for code in ("ar", "nl"):
        assert translated("Have you spoken with somebody?", code) in answer.text
    for header, value in {"cache-control": "no-store", "referrer-policy": "no-referrer"}.items():
        assert answer.headers[header] == value
    assert "set-cookie" not in answer.headers
    links = [part.split('"')[0] for part in answer.text.split('href="')[1:]]
    assert {link for link in links if not link.startswith(("/static/", "tel:"))} == set()
    assert "<script" not in answer.text


def test_it_shows_only_the_first_name_and_nothing_of_the_story(shop, phone):
    db, samira, hatice = shop.db, shop.as_("samira"), shop.hatice
    marks = {
        "name": "Hatice Mnaam",
        "phone": "0699999999",
        "email": "merk@voorbeeld.nl",
        "street": "Mstraat",
        "languages": "Mtaal",
    }
    for field, mark in marks.items():
        setattr(hatice, field, mark)
    talk = talks.start_intake(db, hatice, by=samira, at=NOON)
    told = {section: f"M{section}" for section in (Section.WISHES, Section.SITUATION, Section.TALENTS, Section.STEPS)}
    for section, mark in told.items():
        before = [p for p in talk.passages if p.section == section]
        talks.save_passage(db, talk, section, "", mark, before[0].version if before else 0, by=samira, at=NOON)
    obstacle = next(p for p in talk.passages if p.section == Section.OBSTACLE)
    talks.save_passage(db, talk, Section.OBSTACLE, shop.debts.key, "Mdrempel", obstacle.version, by=samira, at=NOON)
    notes.write_note(db, hatice, shop.journey, "Mnotitie", by=samira, at=NOON)
    shop.consent(sections=("contact", "notes", f"obstacle:{shop.debts.key}"))
    shop.joost.phone, shop.journey.next_worker_id = "0688888888", shop.joost.id
    handover = shop.draft()
    handover.question = "Mvraag"
    db.flush()
    text = phone.opens().text
    assert "Hatice" in text
    assert "Joost Visser" in text
    secrets = {"Mnaam", "Mvraag", "Mdrempel", "Mnotitie", "geldzorgen", "0688888888", "samira", hatice.key}
    secrets |= set(told.values()) | {mark for field, mark in marks.items() if field != "name"}
    assert {secret for secret in secrets if secret in text} == set()


def test_a_link_opens_no_other_page(phone, shop):
    phone.opens()
    for path in ("/people", f"/people/{shop.hatice.key}", f"/people/{shop.hatice.key}/plan", "/door", "/account"):
        answer = phone.client.get(path, follow_redirects=False)
        assert answer.headers["location"].startswith("/sign-in"), path


def test_opening_is_logged_and_changes_nothing_else(phone, shop, db):
    before = len(db.exec(select(AuditEntry)).all())
    phone.opens()
    lines = db.exec(select(AuditEntry).order_by(AuditEntry.id)).all()[before:]
    assert [(line.kind, line.subject, line.person_id, line.worker_id) for line in lines] == [
        (AuditKind.READ, "plan_link", shop.hatice.id, None)
    ]
    assert lines[0].basis == f"plan link {phone.link.key}"
    assert lines[0].shop_id == shop.shop.id


@pytest.mark.parametrize("token", ["x" * 43, "short", "%00", "🦆"])
def test_an_unknown_link_says_whom_to_contact(client, shop, token):
    answer = client.get(f"/plan/{token}")
    assert is_gone(answer)
    assert "030 1234567" in answer.text
    assert "dinsdag 3 maart" in answer.text.lower()


def test_a_link_is_valid_until_the_end_of_its_last_day(phone, db):
    phone.link.until = TODAY
    db.flush()
    assert phone.opens().status_code == 200
    phone.link.until = TODAY - timedelta(days=1)
    db.flush()
    answer = phone.opens()
    assert is_gone(answer)
    assert translated(GONE) in answer.text
    assert is_gone(phone.says("yes"))


def test_a_withdrawn_link_shows_nothing_at_the_next_request(phone, shop):
    actions.withdraw_link(shop.db, phone.link, by=shop.as_("joost"), at=NOON)
    assert is_gone(phone.opens())
    assert is_gone(phone.says("no"))


def test_a_link_stops_when_the_journey_ends(phone, shop):
    end_journey(shop)
    assert is_gone(phone.opens())


def test_a_new_responsible_worker_is_shown_at_once(phone, shop):
    journeys.move_responsibility(
        shop.db,
        shop.journey,
        shop.joost,
        ResponsibilityReason.REASSIGNED,
        word="verlof",
        by=shop.as_("samira"),
        at=NOON,
    )
    shop.journey.next_worker_id = shop.joost.id
    shop.db.flush()
    text = phone.opens().text
    assert "Joost Visser" in text
    assert "Samira" not in text
    assert "06 11112222" not in text
    assert "verlof" not in text


def test_a_withdrawn_consent_disappears_from_the_page_at_once(phone, shop):
    consent = shop.consent()
    assert "DOCK" in phone.opens().text
    consent_changes_actions.withdraw_consent(shop.db, consent, by=shop.as_("samira"), at=NOON)
    assert "DOCK" not in phone.opens().text


def test_a_worker_who_left_is_no_longer_named(phone, shop):
    shop.samira.disabled_at = NOON
    shop.db.flush()
    text = phone.opens().text
    assert "Samira" not in text
    assert "030 1234567" in text


def test_a_partners_link_stops_when_its_responsibility_ends(client, shop):
    handover = shop.in_state(State.RUNNING, kind=Handing.TRANSFER)
    theirs = Phone(client, *actions.create_link(shop.db, shop.journey, "tr", by=shop.as_("fatima"), at=NOON))
    assert theirs.opens().status_code == 200
    closing_actions.give_back(shop.db, handover, "verhuisd", by=shop.as_("fatima"), at=NOON)
    assert is_gone(theirs.opens())


def test_guessing_is_limited_and_valid_links_are_not(client, shop, phone):
    for _ in range(INVALID_LINK_LIMIT.amount):
        assert client.get("/plan/wrong").status_code == 404
    assert client.get("/plan/wrong").status_code == 429
    assert phone.opens().status_code == 200


def test_one_ipv6_network_shares_the_limit_on_guessing(client, shop, phone):
    for n in range(INVALID_LINK_LIMIT.amount):
        client._transport.client = (f"2001:db8:1:2::{n:x}", 50000)
        assert client.get("/plan/wrong").status_code == 404
    client._transport.client = ("2001:db8:1:2::ffff", 50000)
    assert client.get("/plan/wrong").status_code == 429
