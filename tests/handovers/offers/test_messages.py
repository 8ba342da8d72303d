"""Messages of a handover, time to think, the waiting list, and declining."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.handovers.lifecycle.models import State
from app.handovers.offers import message_actions, receiver_actions, sender_actions
from app.shop.lists.models import DeclineSide, ListItem, ListName
from tests.conftest import HTMX
from tests.world import NOON, TODAY

SOON = {"on": str(TODAY + timedelta(days=2)), "time": "10:30"}


@pytest.mark.parametrize("state", [State.OFFERED, State.WAITLISTED])
def test_a_question_makes_it_considering_and_an_answer_makes_it_offered_again(shop, as_, state):
    handover = shop.in_state(state)
    as_(shop.fatima).post(f"/handovers/{handover.key}/question", data={"text": "Since when does she owe?"})
    assert handover.state == State.CONSIDERING
    page = as_(shop.samira).get(f"/handovers/{handover.key}").text
    assert "Since when does she owe?" in page
    assert f'action="/handovers/{handover.key}/answer"' in page
    as_(shop.samira).post(f"/handovers/{handover.key}/answer", data={"text": "Since May."})
    assert handover.state == State.OFFERED
    assert "Since May." in as_(shop.fatima).get(f"/handovers/{handover.key}").text


@pytest.mark.parametrize("state", [State.OFFERED, State.WAITLISTED, State.ACCEPTED, State.RUNNING])
@pytest.mark.parametrize("who", ["samira", "fatima"])
def test_both_sides_write_at_any_time_without_changing_the_state(shop, as_, state, who):
    handover = shop.in_state(state)
    version = handover.version
    answer = as_(getattr(shop, who)).post(f"/handovers/{handover.key}/messages", data={"text": "She calls tomorrow."})
    assert answer.status_code == 200
    assert (handover.state, handover.version, len(handover.messages)) == (state, version, 1)
    for reader in (shop.samira, shop.fatima):
        assert "She calls tomorrow." in as_(reader).get(f"/handovers/{handover.key}").text


def test_a_message_sent_twice_is_saved_once(shop, as_):
    handover = shop.in_state(State.OFFERED)
    form = {"text": "She calls tomorrow.", "intention": "once"}
    for _turn in range(2):
        assert as_(shop.samira).post(f"/handovers/{handover.key}/messages", data=form).status_code == 200
    assert len(handover.messages) == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.DECLINED, State.COMPLETED, State.WITHDRAWN])
def test_nobody_writes_in_a_handover_that_is_not_open(shop, as_, state):
    handover = shop.in_state(state)
    assert as_(shop.samira).post(f"/handovers/{handover.key}/messages", data={"text": "Hello"}).status_code == 409
    assert not handover.messages


def test_a_worker_of_neither_side_cannot_write(shop, as_):
    handover = shop.in_state(State.OFFERED)
    assert as_(shop.karim).post(f"/handovers/{handover.key}/messages", data={"text": "x"}).status_code == 404
    assert as_(shop.joost).post(f"/handovers/{handover.key}/messages", data={"text": "x"}).status_code == 409


def test_an_empty_message_is_an_error_at_its_field(shop, as_):
    handover = shop.in_state(State.OFFERED)
    answer = as_(shop.fatima).post(f"/handovers/{handover.key}/messages", data={"text": " "})
    assert answer.status_code == 422
    assert re.search(r'id="thread-text"[^>]*aria-invalid', answer.text)


def test_a_partner_whose_handover_ended_reads_only_its_own_messages(shop, as_):
    handover = shop.in_state(State.OFFERED)
    message_actions.write_message(shop.db, handover, "Her debts are large", by=shop.as_("samira"), at=NOON)
    message_actions.write_message(shop.db, handover, "We will see", by=shop.as_("fatima"), at=NOON)
    sender_actions.withdraw(shop.db, handover, by=shop.as_("samira"), at=NOON)
    for url in (f"/handovers/{handover.key}", f"/handovers/{handover.key}/history"):
        page = as_(shop.fatima).get(url).text
        assert "We will see" in page
        assert "Her debts are large" not in page


def test_asking_for_time_adds_a_message_without_a_question(shop, as_):
    handover = shop.in_state(State.OFFERED)
    form = {"until": str(TODAY + timedelta(days=3))}
    assert as_(shop.fatima).post(f"/handovers/{handover.key}/time", data=form).status_code == 200
    assert handover.state == State.CONSIDERING
    assert "vrijdag 6 maart" in handover.messages[0].text
    assert as_(shop.fatima).post(f"/handovers/{handover.key}/time", data={"until": "2026-03-01"}).status_code == 422


# -- how it stands ----------------------------------------------------------------------------------------------------
def test_the_status_says_who_did_what_when_and_what_comes_next(shop, as_):
    handover = shop.in_state(State.ACCEPTED)
    page = as_(shop.samira).get(f"/handovers/{handover.key}").text
    assert "Fatima Amrani van DOCK nam dit vandaag aan." in page
    assert "Jullie ontmoeten elkaar met z&#39;n drieën: morgen om 10.30" in page
    assert "Jij nam dit vandaag aan." in as_(shop.fatima).get(f"/handovers/{handover.key}").text


def test_a_page_has_one_primary_action(shop, as_):
    handover = shop.in_state(State.OFFERED)
    page = as_(shop.fatima).get(f"/handovers/{handover.key}").text
    moves = re.search(r'<section class="card" id="moves".*?</section>', page, re.DOTALL)[0]
    assert re.findall(r'<summary class="btn">([^<]+)', moves) == ["Aannemen"]
    assert "Anders" in moves


# -- the waiting list -------------------------------------------------------------------------------------------------
def test_the_expected_day_is_shown_everywhere_and_is_late_once_passed(shop, as_, later):
    handover = shop.in_state(State.WAITLISTED)  # until the 12th
    for url in (f"/handovers/{handover.key}", "/handovers", f"/people/{shop.hatice.key}"):
        assert "plek verwacht: do 12 mrt" in as_(shop.samira).get(url).text, url
    for reader in (shop.samira, shop.fatima):
        page = later(reader, datetime(2026, 3, 13, 9, tzinfo=UTC)).get("/handovers").text
        assert re.search(r'tag late">\s*plek was verwacht: gisteren', page)
    assert f"/handovers/{handover.key}?open=accept#accept" in page


def test_another_expected_day_needs_a_reason_and_is_in_the_history(shop, as_):
    handover = shop.in_state(State.WAITLISTED)
    here, day = f"/handovers/{handover.key}/expectation", TODAY + timedelta(days=20)
    assert as_(shop.fatima).post(here, data={"expected_on": str(day)}).status_code == 422
    assert as_(shop.samira).post(here, data={"expected_on": str(day), "word": "x"}).status_code == 409
    as_(shop.fatima).post(here, data={"expected_on": str(day), "word": "a colleague is ill"})
    assert (handover.expected_on, handover.state) == (day, State.WAITLISTED)
    assert "a colleague is ill" in as_(shop.samira).get(f"/handovers/{handover.key}/history").text


def test_an_offer_on_the_waiting_list_can_be_accepted_directly(shop, as_):
    handover = shop.in_state(State.WAITLISTED)
    assert as_(shop.fatima).post(f"/handovers/{handover.key}/acceptance", data=SOON).status_code == 200
    assert (handover.state, handover.expected_on) == (State.ACCEPTED, None)


# -- declining --------------------------------------------------------------------------------------------------------
def reason(shop, code="other", name="Anders", asks="text", side=DeclineSide.CIRCUMSTANCE) -> ListItem:
    item = ListItem(
        shop_id=shop.world.shop.id, list=ListName.DECLINE, code=code, name_nl=name, name_en="", grouping=side, asks=asks
    )
    shop.db.add(item)
    shop.db.flush()
    return item


def test_decline_reasons_are_grouped_by_side(shop, as_):
    handover, other = shop.in_state(State.OFFERED), reason(shop)
    page = as_(shop.fatima).get(f"/handovers/{handover.key}?open=decline").text
    groups = dict(re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page, re.DOTALL))
    assert shop.reason.key in groups["Het ligt bij ons"]
    assert other.key in groups["Het ligt aan iets anders"]


def test_a_new_shop_has_the_default_decline_reasons():
    from app.shop.lists.default_lists import DECLINE_REASONS

    assert {item["code"] for item in DECLINE_REASONS} >= {
        "not_reachable",
        "did_not_come",
        "does_not_want",
        "working",
        "studying",
        "known",
        "outside_group",
        "elsewhere",
        "full",
        "threshold",
        "other_help_first",
        "too_little",
        "duplicate",
        "wrong_partner",
        "other",
    }
    assert {item["grouping"] for item in DECLINE_REASONS} == set(DeclineSide)


def plan(shop, as_, language="tr") -> str:
    return as_(shop.samira).get(f"/people/{shop.hatice.key}/plan?language={language}").text


def test_the_person_reads_a_default_reason_in_their_own_language_if_allowed(shop, as_):
    handover, full = shop.in_state(State.OFFERED), reason(shop, "working", "Werkt al", "")
    receiver_actions.decline(shop.db, handover, reason=full, person_may_read=True, by=shop.as_("fatima"), at=NOON)
    page = plan(shop, as_)
    assert "zaten çalışıyorsun" in page
    assert "je werkt al" in page
    assert "DOCK" in page


def test_the_person_reads_another_reason_as_it_was_written(shop, as_):
    handover, other = shop.in_state(State.OFFERED), reason(shop)
    receiver_actions.decline(
        shop.db, handover, reason=other, word="the boat is away", person_may_read=True, by=shop.as_("fatima"), at=NOON
    )
    assert "the boat is away" in plan(shop, as_)


def test_the_person_reads_a_reworded_reason_as_the_shop_worded_it(shop, as_):
    handover, own = shop.in_state(State.OFFERED), reason(shop, "working", "Heeft al een baan", "")
    receiver_actions.decline(shop.db, handover, reason=own, person_may_read=True, by=shop.as_("fatima"), at=NOON)
    assert "Heeft al een baan" in plan(shop, as_)


def test_the_plan_hides_a_reason_that_the_person_may_not_read(shop, as_):
    handover, other = shop.in_state(State.OFFERED), reason(shop)
    receiver_actions.decline(shop.db, handover, reason=other, word="she smelled", by=shop.as_("fatima"), at=NOON)
    page = plan(shop, as_)
    assert "DOCK" in page
    for secret in ("she smelled", "Neden:", "Waarom:"):
        assert secret not in page


def test_the_plan_does_not_list_a_declined_partner_that_was_asked_again(shop, as_):
    handover = shop.in_state(State.DECLINED)
    assert "Wat nu niet past" in plan(shop, as_)
    again = shop.draft()
    sender_actions.offer(shop.db, again, by=shop.as_("samira"), at=NOON + timedelta(minutes=1))
    assert "Wat nu niet past" not in plan(shop, as_)
    assert handover.state == State.DECLINED


def test_the_fragment_with_messages_equals_that_block_of_the_page(shop, as_):
    handover = shop.in_state(State.ACCEPTED)
    message_actions.write_message(shop.db, handover, "We will see", by=shop.as_("fatima"), at=NOON)
    url, client = f"/handovers/{handover.key}", as_(shop.samira)
    page, fragment = client.get(url).text, client.get(url, headers=HTMX).text
    plain = [re.sub(r'value="\w{16}"', "", text) for text in (page, fragment)]
    assert " ".join(plain[1].split()) in " ".join(plain[0].split())
