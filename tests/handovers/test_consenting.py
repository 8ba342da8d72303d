"""Consent from the page of an offer until it is taken back, narrowed, given anew or runs out (TRUST 10 and 19)."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.consents.models import Consent, How
from app.consents.queries import consents_of
from app.consents.rules import LASTS, NOT_A_SIGNATURE
from app.core.clock import local_day
from app.core.lifecycle import Refused
from app.handovers import actions
from app.handovers.access import person_view
from app.handovers.ending_consents import announce
from app.handovers.models import Kind, State
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.post import outbox
from app.post.models import Letter, LetterState
from app.web.i18n import catalogue
from tests.conftest import HTMX
from tests.handovers.test_marker import MARKERS, found_in, marked  # noqa: F401  a fixture
from tests.handovers.test_pages import seen, the_one, typed
from tests.world import NOON, TODAY

STROKES = "M10 20L30 40L50 10"


def offering(shop):
    return f"/people/{shop.hatice.key}/handovers"


def offer(client, shop, **more):
    """Looks, and offers with what was agreed."""
    form = typed(shop, **more)
    look = client.post(offering(shop), data=form)
    return client.post(offering(shop), data=form | {"go": "offer", "seen": seen(look), "agreed": "on"})


def newest(shop) -> Consent:
    return consents_of(shop.db, shop.hatice.id)[0]


def notices(shop, kind):
    return {n.worker.name: n.about for n in shop.db.exec(select(Notice).where(Notice.kind == kind))}


# -- asking ---------------------------------------------------------------------------------------------------------
def test_the_words_stand_in_the_language_of_the_person_with_dutch_beside_it_and_nothing_ticked(shop, as_):
    page = as_(shop.samira).post(offering(shop), data=typed(shop)).text
    assert '<option value="tr" lang="tr" selected>' in page  # Hatice speaks "Turks, een beetje Nederlands"
    assert re.findall(r'<article lang="(\w+)" dir="(\w+)">', page) == [("tr", "ltr"), ("nl", "ltr")]
    assert "Een computer heeft deze woorden vertaald" in page
    assert not re.search(r'name="agreed"[^>]*checked', page)


def test_arabic_runs_from_right_to_left_and_a_fragment_is_that_part_of_the_page(shop, as_):
    client, form = as_(shop.samira), typed(shop, consent_language="ar")
    fragment = client.post(f"{offering(shop)}/preview", data=form, headers=HTMX).text
    assert '<article lang="ar" dir="rtl">' in fragment
    whole = client.post(offering(shop), data=form).text
    assert " ".join(fragment.split()) in " ".join(whole.split())


def test_a_tick_is_enough_when_the_rest_is_right(shop, as_):
    offer(as_(shop.samira), shop)
    consent = newest(shop)
    assert the_one(shop).consent_id == consent.id
    assert (consent.purpose, consent.about, consent.language) == ("support", "Help with the bills", "tr")
    assert (consent.how, consent.until, consent.wording) == (How.SPOKEN, TODAY + LASTS, "2026-2")


@pytest.mark.parametrize(
    ("typed_in", "until"),
    [
        ({"lasts": "3"}, TODAY + timedelta(days=91)),
        ({"lasts": "12"}, TODAY + timedelta(days=365)),
        ({"lasts": "day", "until": str(TODAY + timedelta(days=9))}, TODAY + timedelta(days=9)),
    ],
)
def test_until_when_is_a_choice(shop, as_, typed_in, until):
    offer(as_(shop.samira), shop, **typed_in)
    assert newest(shop).until == until


@pytest.mark.parametrize("day", ["", str(TODAY - timedelta(days=1)), str(TODAY + timedelta(days=500)), "soon"])
def test_a_day_that_cannot_be_is_said_at_its_field(shop, as_, day):
    answer = offer(as_(shop.samira), shop, lasts="day", until=day)
    assert answer.status_code == 422
    assert 'id="until-error"' in answer.text
    assert not consents_of(shop.db, shop.hatice.id)


def test_a_yes_until_another_day_is_not_a_yes(shop, as_):
    client = as_(shop.samira)
    look = client.post(offering(shop), data=typed(shop))
    form = typed(shop, lasts="12", go="offer", seen=seen(look), agreed="on")
    assert client.post(offering(shop), data=form).status_code == 422
    assert not consents_of(shop.db, shop.hatice.id)


def test_signed_on_the_screen_shows_to_the_front_office_and_on_the_persons_copy_only(shop, as_):
    offer(as_(shop.samira), shop, how="drawn", signature=STROKES)
    consent = newest(shop)
    assert (consent.how, consent.signature) == (How.SIGNED, STROKES)
    there = f"/consents/{consent.key}"
    assert STROKES in as_(shop.samira).get(there).text
    assert STROKES in as_(shop.samira).get(f"/people/{shop.hatice.key}/plan").text
    partner = as_(shop.fatima).get(there)
    assert partner.status_code == 200
    assert STROKES not in partner.text


@pytest.mark.parametrize("strokes", ["", "M1 2", '"><script>', "M1 2L3 4" * 3000])
def test_what_is_no_signature_is_refused_and_nothing_is_lost(shop, as_, strokes):
    answer = offer(as_(shop.samira), shop, how="drawn", signature=strokes)
    assert answer.status_code == 422
    assert "<script>" not in answer.text.partition("<main")[2]
    assert "Help with the bills" in answer.text
    assert not consents_of(shop.db, shop.hatice.id)
    if len(strokes) < 100:
        assert catalogue("nl").gettext(NOT_A_SIGNATURE) in answer.text


def test_what_was_drawn_and_then_spoken_is_not_kept(shop, as_):
    offer(as_(shop.samira), shop, how="spoken", signature=STROKES)
    assert newest(shop).signature == ""


def test_consent_for_support_is_none_for_a_transfer(shop):
    shop.consent(purpose="support")
    with pytest.raises(Refused):
        actions.offer(shop.db, shop.draft(kind=Kind.TRANSFER), by=shop.as_("samira"), at=NOON)
    shop.consent(purpose="transfer")
    assert actions.offer(shop.db, shop.draft(kind=Kind.TRANSFER), by=shop.as_("samira"), at=NOON)


# -- one consent's page ---------------------------------------------------------------------------------------------
def test_the_page_shows_the_words_as_they_were_read_and_what_rests_on_them(shop, as_):
    handover = shop.in_state(State.RUNNING)
    page = as_(shop.samira).get(f"/consents/{handover.consent.key}").text
    assert catalogue("nl").gettext("Is that all right with you?") in page
    assert f"/handovers/{handover.key}" in page
    assert f"/consents/{handover.consent.key}" in as_(shop.samira).get(f"/people/{shop.hatice.key}").text


@pytest.mark.parametrize("who", ["karim", "marleen", "anton", "petra", "olaf", "hanna"])
def test_others_see_no_consent(shop, as_, who):
    there = f"/consents/{shop.in_state(State.RUNNING).consent.key}"
    client = as_(getattr(shop.world, who))
    for path in ("", "/withdrawal", "/narrowing", "/renewal"):
        assert client.get(f"{there}{path}").status_code in (403, 404)


def test_a_partner_reads_of_a_consent_only_what_is_shared(shop, as_):
    shop.consent(sections=("contact", f"obstacle:{shop.debts.key}"), purpose="support", about="Help with the bills")
    handover = shop.draft(shared=("contact",))
    actions.offer(shop.db, handover, by=shop.as_("samira"), at=NOON)
    for path in ("", "/withdrawal", "/narrowing"):
        page = as_(shop.fatima).get(f"/consents/{handover.consent.key}{path}")
        assert page.status_code == 200
        assert "geldzorgen" not in page.text


def test_the_fragments_are_those_blocks_of_the_pages(shop, as_):
    there, client = f"/consents/{shop.in_state(State.RUNNING).consent.key}", as_(shop.samira)
    for path in ("", "/withdrawal", "/narrowing", "/renewal"):
        texts = [client.get(there + path).text, client.get(there + path, headers=HTMX).text]
        page, fragment = (" ".join(re.sub(r'name="intention" value="[^"]*"', "", t).split()) for t in texts)
        assert fragment in page
        assert "<html" not in fragment


# -- taking back, and leaving a part --------------------------------------------------------------------------------
def test_taking_back_recalls_what_waits_to_be_told(shop):
    handover = shop.in_state(State.OFFERED)
    about = f"/handovers/{handover.key}"
    shop.db.add(Notice(shop_id=shop.shop.id, worker_id=shop.fatima.id, kind="offered", about=about, at=NOON))
    letter = outbox.write(
        shop.db, shop_id=shop.shop.id, address="d@example.org", subject="x", text="y", language="nl", about=about,
        at=NOON,
    )  # fmt: skip
    actions.withdraw_consent(shop.db, handover.consent, by=shop.as_("samira"), at=NOON)
    assert handover.state == State.WITHDRAWN
    assert shop.db.exec(select(Letter).where(Letter.id == letter.id)).one().state == LetterState.RECALLED
    assert shop.db.exec(select(Notice).where(Notice.kind == "offered", Notice.about == about)).one().seen_at == NOON


def test_taking_back_a_completed_transfer_is_told_to_who_answered(shop):
    handover = shop.in_state(State.COMPLETED, kind=Kind.TRANSFER)
    actions.withdraw_consent(shop.db, handover.consent, by=shop.as_("carla"), at=NOON)
    assert shop.journey.responsible_id == shop.samira.id
    assert notices(shop, NoticeKind.CONSENT_WITHDRAWN).keys() == {shop.samira.name, shop.fatima.name}


@pytest.mark.parametrize("state", [State.OFFERED, State.ACCEPTED, State.RUNNING])
def test_what_was_narrowed_away_is_not_shown_at_the_next_request(marked, as_, state):  # noqa: F811
    handover = marked.in_state(state, shared=("contact", "wishes", "notes"))
    assert {"wishes", "notes"} <= found_in(as_(marked.fatima), marked, handover)
    left = actions.narrow_consent(marked.db, handover.consent, ["contact"], by=marked.as_("samira"), at=NOON)
    assert (handover.state, handover.shared, handover.consent_id) == (state, ["contact"], left.id)
    still = found_in(as_(marked.fatima), marked, handover)
    assert {"name", "phone"} <= still
    assert not {"wishes", "notes"} & still
    page = as_(marked.fatima).get(f"/people/{marked.hatice.key}").text
    assert MARKERS["wishes"] not in page


def test_who_works_with_them_hears_that_less_is_shared(shop):
    handover = shop.in_state(State.RUNNING)
    actions.narrow_consent(shop.db, handover.consent, ["contact"], by=shop.as_("carla"), at=NOON)
    assert notices(shop, NoticeKind.CONSENT_NARROWED).keys() == {shop.samira.name, shop.fatima.name}


@pytest.mark.parametrize(
    ("state", "kind", "shared", "left", "then"),
    [
        (State.OFFERED, Kind.SUPPORT, ("wishes",), ("contact",), State.WITHDRAWN),
        (State.RUNNING, Kind.SUPPORT, ("wishes",), ("contact",), State.RETURNED),
        (State.ACCEPTED, Kind.TRANSFER, ("contact", "wishes"), ("wishes",), State.WITHDRAWN),  # over to whom?
        (State.RUNNING, Kind.TRANSFER, ("contact", "wishes"), ("wishes",), State.RUNNING),
    ],
)
def test_what_has_nothing_left_to_go_on_ends(shop, state, kind, shared, left, then):
    handover = shop.in_state(state, kind=kind, shared=shared)
    handover.consent.sections = ["contact", "wishes"]
    actions.narrow_consent(shop.db, handover.consent, left, by=shop.as_("samira"), at=NOON)
    assert handover.state == then
    if then == State.RUNNING:
        view = person_view(shop.db, shop.as_("fatima"), shop.hatice.key, NOON)
        assert view.name  # of whom one answers for
        assert not view.may_see("contact")


def test_narrowing_on_the_page_leaves_less_and_not_nothing(shop, as_):
    handover = shop.in_state(State.RUNNING)
    client, there = as_(shop.samira), f"/consents/{handover.consent.key}/narrowing"
    for left in ([], ["contact", "wishes"], ["everything"]):
        assert client.post(there, data={"left": left}).status_code == 422
    assert client.post(there, data={"left": ["wishes"]}).status_code == 200
    assert newest(shop).sections == handover.shared == ["wishes"]
    assert client.post(there, data={"left": ["wishes"]}).status_code in (409, 422)
    page = client.get(there.removesuffix("/narrowing")).text
    assert f"/consents/{newest(shop).key}" in page  # the old one leads to what counts now


# -- running out, and asking anew -----------------------------------------------------------------------------------
def test_its_end_is_told_once_two_weeks_before_to_who_answers_for_the_person(shop):
    handover = shop.in_state(State.RUNNING)
    early = NOON + LASTS - timedelta(days=15)
    announce(shop.db, early)
    assert not notices(shop, NoticeKind.CONSENT_ENDS)
    for _again in range(2):
        announce(shop.db, early + timedelta(days=1))
    told = shop.db.exec(select(Notice).where(Notice.kind == NoticeKind.CONSENT_ENDS)).all()
    assert [(n.worker_id, n.about) for n in told] == [(shop.samira.id, f"/consents/{handover.consent.key}")]


def test_the_partner_hears_it_where_the_partner_answers_for_the_person(shop):
    shop.in_state(State.COMPLETED, kind=Kind.TRANSFER)
    announce(shop.db, NOON + LASTS)
    assert notices(shop, NoticeKind.CONSENT_ENDS).keys() == {shop.fatima.name}


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.COMPLETED, State.RETURNED])
def test_nobody_is_told_when_nothing_rests_on_it(shop, state):
    shop.in_state(state)
    announce(shop.db, NOON + LASTS)
    assert not notices(shop, NoticeKind.CONSENT_ENDS)


def test_given_anew_what_rested_on_it_rests_on_the_new_one(shop, as_):
    handover = shop.in_state(State.RUNNING)
    old, client = handover.consent, as_(shop.samira)
    old.sections = ["contact", "notes", "wishes"]
    there = f"/consents/{old.key}/renewal"
    assert client.get(there).status_code == 200
    assert client.post(there, data={"lasts": "12"}).status_code == 422
    form = {"lasts": "12", "agreed": "on", "intention": "once"}
    client.post(there, data=form)
    client.post(there, data=form)
    new = newest(shop)
    assert (handover.consent_id, new.replaces_id, handover.state) == (new.id, old.id, State.RUNNING)
    assert (new.sections, new.purpose, new.until) == (["contact", "wishes"], "support", TODAY + timedelta(days=365))
    assert old.withdrawn_at is not None
    assert len(consents_of(shop.db, shop.hatice.id)) == 2


def test_one_that_ran_out_shows_again_once_it_is_given_anew(shop, as_):
    handover = shop.in_state(State.RUNNING, kind=Kind.TRANSFER)
    handover.consent.until = local_day(NOON) - timedelta(days=1)
    fatima = as_(shop.fatima)
    assert "kitchen" not in fatima.get(f"/people/{shop.hatice.key}").text
    assert fatima.post(f"/consents/{handover.consent.key}/renewal", data={"agreed": "on"}).status_code == 200
    assert "kitchen" in fatima.get(f"/people/{shop.hatice.key}").text


def test_a_partner_that_only_helps_does_not_ask_it_anew(shop, as_):
    there = f"/consents/{shop.in_state(State.RUNNING).consent.key}/renewal"
    assert as_(shop.fatima).get(there).status_code == 404
    assert as_(shop.fatima).post(there, data={"agreed": "on"}).status_code == 404
