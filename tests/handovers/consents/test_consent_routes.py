"""Asking for consent on the page of an offer, and the page of one consent (TRUST 19)."""

import re
from datetime import timedelta

import pytest

from app.core.state_machine import Refused
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.consents.queries import consents_of
from app.handovers.consents.rules import DEFAULT_PERIOD, NOT_A_SIGNATURE
from app.handovers.lifecycle.models import Kind, State
from app.handovers.offers import sender_actions as sending
from app.web.i18n import catalogue
from tests.conftest import HTMX
from tests.handovers.disclosure.test_marked_fields import (
    MARKERS,  # noqa: F401  a fixture
    marked,  # noqa: F401  a fixture
    markers_read_by,  # noqa: F401  a fixture
)
from tests.handovers.pages.test_routes import seen, the_one, typed
from tests.world import NOON, TODAY

STROKES = "M10 20L30 40L50 10"


def offer_path(shop):
    return f"/people/{shop.hatice.key}/handovers"


def offer(client, shop, **more):
    """Looks, and offers with what was agreed."""
    form = typed(shop, **more)
    look = client.post(offer_path(shop), data=form)
    return client.post(offer_path(shop), data=form | {"go": "offer", "seen": seen(look), "agreed": "on"})


def newest(shop) -> Consent:
    return consents_of(shop.db, shop.hatice.id)[0]


# -- asking ---------------------------------------------------------------------------------------------------------
def test_the_text_is_in_the_persons_language_and_in_dutch_with_nothing_ticked(shop, as_):
    page = as_(shop.samira).post(offer_path(shop), data=typed(shop)).text
    assert '<option value="tr" lang="tr" selected>' in page  # Hatice speaks "Turks, een beetje Nederlands"
    assert re.findall(r'<article lang="(\w+)" dir="(\w+)">', page) == [("tr", "ltr"), ("nl", "ltr")]
    assert "Een computer heeft deze woorden vertaald" in page
    assert not re.search(r'name="agreed"[^>]*checked', page)


def test_arabic_runs_from_right_to_left_and_the_fragment_equals_the_page(shop, as_):
    client, form = as_(shop.samira), typed(shop, consent_language="ar")
    fragment = client.post(f"{offer_path(shop)}/preview", data=form, headers=HTMX).text
    assert '<article lang="ar" dir="rtl">' in fragment
    whole = client.post(offer_path(shop), data=form).text
    assert " ".join(fragment.split()) in " ".join(whole.split())


def test_a_tick_is_enough_when_the_rest_is_valid(shop, as_):
    offer(as_(shop.samira), shop)
    consent = newest(shop)
    assert the_one(shop).consent_id == consent.id
    assert (consent.purpose, consent.about, consent.language) == ("support", "Help with the bills", "tr")
    assert (consent.how, consent.until, consent.wording) == (ConsentMethod.SPOKEN, TODAY + DEFAULT_PERIOD, "2026-2")


@pytest.mark.parametrize(
    ("typed_in", "until"),
    [
        ({"lasts": "3"}, TODAY + timedelta(days=91)),
        ({"lasts": "12"}, TODAY + timedelta(days=365)),
        ({"lasts": "day", "until": str(TODAY + timedelta(days=9))}, TODAY + timedelta(days=9)),
    ],
)
def test_the_period_can_be_chosen(shop, as_, typed_in, until):
    offer(as_(shop.samira), shop, **typed_in)
    assert newest(shop).until == until


@pytest.mark.parametrize("day", ["", str(TODAY - timedelta(days=1)), str(TODAY + timedelta(days=500)), "soon"])
def test_an_invalid_day_is_an_error_at_its_field(shop, as_, day):
    answer = offer(as_(shop.samira), shop, lasts="day", until=day)
    assert answer.status_code == 422
    assert 'id="until-error"' in answer.text
    assert not consents_of(shop.db, shop.hatice.id)


def test_agreement_to_another_period_does_not_count(shop, as_):
    client = as_(shop.samira)
    look = client.post(offer_path(shop), data=typed(shop))
    form = typed(shop, lasts="12", go="offer", seen=seen(look), agreed="on")
    assert client.post(offer_path(shop), data=form).status_code == 422
    assert not consents_of(shop.db, shop.hatice.id)


def test_a_signature_shows_only_to_the_front_office_and_on_the_persons_copy(shop, as_):
    offer(as_(shop.samira), shop, how="drawn", signature=STROKES)
    consent = newest(shop)
    assert (consent.how, consent.signature) == (ConsentMethod.SIGNED, STROKES)
    there = f"/consents/{consent.key}"
    assert STROKES in as_(shop.samira).get(there).text
    assert STROKES in as_(shop.samira).get(f"/people/{shop.hatice.key}/plan").text
    partner = as_(shop.fatima).get(there)
    assert partner.status_code == 200
    assert STROKES not in partner.text


@pytest.mark.parametrize("strokes", ["", "M1 2", '"><script>', "M1 2L3 4" * 3000])
def test_an_invalid_signature_is_refused_and_nothing_typed_is_lost(shop, as_, strokes):
    answer = offer(as_(shop.samira), shop, how="drawn", signature=strokes)
    assert answer.status_code == 422
    assert "<script>" not in answer.text.partition("<main")[2]
    assert "Help with the bills" in answer.text
    assert not consents_of(shop.db, shop.hatice.id)
    if len(strokes) < 100:
        assert catalogue("nl").gettext(NOT_A_SIGNATURE) in answer.text


def test_a_drawing_is_not_saved_when_consent_was_spoken(shop, as_):
    offer(as_(shop.samira), shop, how="spoken", signature=STROKES)
    assert newest(shop).signature == ""


def test_consent_for_support_does_not_cover_a_transfer(shop):
    shop.consent(purpose="support")
    with pytest.raises(Refused):
        sending.offer(shop.db, shop.draft(kind=Kind.TRANSFER), by=shop.as_("samira"), at=NOON)
    shop.consent(purpose="transfer")
    assert sending.offer(shop.db, shop.draft(kind=Kind.TRANSFER), by=shop.as_("samira"), at=NOON)


# -- one consent's page ---------------------------------------------------------------------------------------------
def test_the_page_shows_the_text_as_read_and_the_dependent_handovers(shop, as_):
    handover = shop.in_state(State.RUNNING)
    page = as_(shop.samira).get(f"/consents/{handover.consent.key}").text
    assert catalogue("nl").gettext("Is that all right with you?") in page
    assert f"/handovers/{handover.key}" in page
    assert f"/consents/{handover.consent.key}" in as_(shop.samira).get(f"/people/{shop.hatice.key}").text


@pytest.mark.parametrize("who", ["karim", "marleen", "anton", "petra", "olaf", "hanna"])
def test_others_cannot_see_a_consent(shop, as_, who):
    there = f"/consents/{shop.in_state(State.RUNNING).consent.key}"
    client = as_(getattr(shop.world, who))
    for path in ("", "/withdrawal", "/narrowing", "/renewal"):
        assert client.get(f"{there}{path}").status_code in (403, 404)


def test_a_partner_reads_only_the_shared_part_of_a_consent(shop, as_):
    shop.consent(sections=("contact", f"obstacle:{shop.debts.key}"), purpose="support", about="Help with the bills")
    handover = shop.draft(shared=("contact",))
    sending.offer(shop.db, handover, by=shop.as_("samira"), at=NOON)
    for path in ("", "/withdrawal", "/narrowing"):
        page = as_(shop.fatima).get(f"/consents/{handover.consent.key}{path}")
        assert page.status_code == 200
        assert "geldzorgen" not in page.text


def test_the_fragments_equal_those_blocks_of_the_pages(shop, as_):
    there, client = f"/consents/{shop.in_state(State.RUNNING).consent.key}", as_(shop.samira)
    for path in ("", "/withdrawal", "/narrowing", "/renewal"):
        texts = [client.get(there + path).text, client.get(there + path, headers=HTMX).text]
        page, fragment = (" ".join(re.sub(r'name="intention" value="[^"]*"', "", t).split()) for t in texts)
        assert fragment in page
        assert "<html" not in fragment
