"""New attempts after a handover that came to nothing, and a second transfer while one is open."""

from datetime import timedelta

import pytest

from app.core.state_machine import Refused
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle import queries
from app.handovers.lifecycle.models import Handover, Kind, State
from app.handovers.offers import closing_actions, receiver_actions, retries, sender_actions
from tests.handovers.pages.test_routes import seen, typed
from tests.world import NOON, TODAY

WHY = "DOCK has a long waiting list"


def newest_handover(shop) -> Handover:
    return queries.handovers_of(shop.db, shop.as_("carla"), shop.hatice.id)[0]


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.EXPIRED])
def test_a_new_attempt_keeps_the_question_and_shares_nothing_yet(shop, as_, state):
    handover = shop.in_state(state)
    answer = as_(shop.samira).post(f"/handovers/{handover.key}/retry", data={})
    assert answer.url.path == f"/handovers/{newest_handover(shop).key}/draft"
    again = newest_handover(shop)
    assert (again.state, again.previous_id, again.question) == (State.DRAFT, handover.id, handover.question)
    assert (again.shared, again.consent_id) == ([], None)
    assert " checked" not in answer.text.partition('name="shared"')[2].partition("</fieldset>")[0]


def test_pressing_twice_creates_one_new_attempt(shop, as_):
    handover = shop.in_state(State.DECLINED)
    for _turn in range(2):
        as_(shop.samira).post(f"/handovers/{handover.key}/retry", data={})
    assert len(queries.handovers_of(shop.db, shop.as_("carla"), shop.hatice.id)) == 2


@pytest.mark.parametrize("state", [State.OFFERED, State.RUNNING, State.COMPLETED, State.MISTAKEN])
def test_only_a_handover_that_came_to_nothing_can_be_tried_again(shop, as_, state):
    handover = shop.in_state(state)
    assert as_(shop.samira).post(f"/handovers/{handover.key}/retry", data={}).status_code == 409


def test_only_the_current_responsible_worker_can_try_again(shop, as_):
    handover = shop.in_state(State.DECLINED)
    shop.reassign("joost")
    assert as_(shop.samira).post(f"/handovers/{handover.key}/retry", data={}).status_code == 409
    assert as_(shop.fatima).post(f"/handovers/{handover.key}/retry", data={}).status_code == 409
    assert as_(shop.joost).post(f"/handovers/{handover.key}/retry", data={}).status_code == 200


def test_attempts_link_to_each_other(shop, as_):
    handover = shop.in_state(State.DECLINED)
    as_(shop.samira).post(f"/handovers/{handover.key}/retry", data={})
    again = newest_handover(shop)
    assert f'href="/handovers/{handover.key}"' in as_(shop.samira).get(f"/handovers/{again.key}").text
    before = as_(shop.samira).get(f"/handovers/{handover.key}").text
    assert f'href="/handovers/{again.key}"' in before
    assert f'href="/handovers/{again.key}/draft"' in before


def test_a_partner_sees_only_previous_attempts_to_itself(shop, as_):
    first = shop.in_state(State.DECLINED)  # DOCK
    again = retries.retry(shop.db, first, by=shop.as_("samira"), at=NOON)
    other = sender_actions.redraft(
        shop.db,
        again,
        shop.pozitive,
        kind=Kind.SUPPORT,
        question="Help",
        shared=("contact",),
        urgency=again.urgency,
        language="",
        suits="",
        by=shop.as_("samira"),
        at=NOON,
    )
    shop.consent(shop.pozitive, ("contact",))
    sender_actions.offer(shop.db, other, by=shop.as_("samira"), at=NOON)
    for url in (f"/handovers/{other.key}", f"/handovers/{other.key}/history"):
        page = as_(shop.karim).get(url)
        assert page.status_code == 200
        assert first.key not in page.text
        assert "Eerder: naar" not in page.text
    assert other.key not in as_(shop.fatima).get(f"/handovers/{first.key}").text
    assert first.key in as_(shop.samira).get(f"/handovers/{other.key}").text


# -- a second transfer -------------------------------------------------------------------------------------------------
def offered(shop, why: str = "") -> Handover:
    handover = sender_actions.draft(
        shop.db,
        shop.journey,
        shop.pozitive,
        kind=Kind.TRANSFER,
        question="Guide her to work",
        shared=("contact", "wishes"),
        why_another=why,
        by=shop.as_("samira"),
        at=NOON,
    )
    shop.consent(shop.pozitive)
    return sender_actions.offer(shop.db, handover, by=shop.as_("samira"), at=NOON)


def taken_over(shop, handover: Handover, who: str) -> Handover:
    by = shop.as_(who)
    receiver_actions.accept(shop.db, handover, planned_for=NOON + timedelta(days=1), by=by, at=NOON)
    return actions.take_over(
        shop.db, handover, cold_reason="in a hurry", next_what="Meet", next_on=TODAY, by=by, at=NOON
    )


@pytest.mark.parametrize("why", ["", "  ", "because"])
def test_a_second_transfer_needs_a_reason_of_a_few_words(shop, why):
    shop.in_state(State.OFFERED, kind=Kind.TRANSFER)
    with pytest.raises(Refused, match="say why you are asking another"):
        offered(shop, why)


def test_a_second_transfer_shows_its_reason_on_both_pages_and_histories(shop, as_):
    first = shop.in_state(State.OFFERED, kind=Kind.TRANSFER)
    second = offered(shop, WHY)
    assert second.state == State.OFFERED
    for reader in (shop.samira, shop.karim):
        for url in (f"/handovers/{second.key}", f"/handovers/{second.key}/history"):
            assert WHY in as_(reader).get(url).text
    assert WHY in as_(shop.samira).get(f"/handovers/{first.key}").text
    assert WHY not in as_(shop.fatima).get(f"/handovers/{first.key}").text


def test_the_form_asks_for_the_reason(shop, as_):
    shop.in_state(State.OFFERED, kind=Kind.TRANSFER)
    client, there = as_(shop.samira), f"/people/{shop.hatice.key}/handovers"
    form = {**typed(shop, receiver=shop.pozitive.key, kind="transfer"), "why_another": WHY}
    look = client.post(there, data=form)
    client.post(there, data={**form, "go": "offer", "seen": seen(look), "agreed": "on"})
    assert (newest_handover(shop).state, newest_handover(shop).why_another) == (State.OFFERED, WHY)


def test_only_one_transfer_runs_until_it_is_given_back(shop):
    first = shop.in_state(State.ACCEPTED, kind=Kind.TRANSFER)
    second = offered(shop, WHY)
    taken_over(shop, second, "karim")
    assert shop.journey.responsible_id == shop.karim.id
    fatima = shop.as_("fatima")
    with pytest.raises(Refused, match="has already taken over"):
        actions.take_over(shop.db, first, cold_reason="in a hurry", next_what="Call", next_on=TODAY, by=fatima, at=NOON)
    assert shop.journey.responsible_id == shop.karim.id
    closing_actions.give_back(shop.db, second, "moved", next_what="Call", next_on=TODAY, by=shop.as_("karim"), at=NOON)
    assert shop.journey.responsible_id == shop.samira.id
    actions.take_over(shop.db, first, cold_reason="in a hurry", next_what="Call", next_on=TODAY, by=fatima, at=NOON)
    assert shop.journey.responsible_id == shop.fatima.id


def test_a_running_transfer_blocks_another_on_the_spot(shop):
    shop.in_state(State.RUNNING, kind=Kind.TRANSFER)
    shop.present(shop.karim)
    handover = sender_actions.draft(
        shop.db,
        shop.journey,
        shop.pozitive,
        kind=Kind.TRANSFER,
        question="Guide her",
        shared=("contact",),
        why_another=WHY,
        by=shop.as_("fatima"),
        at=NOON,
    )
    shop.consent(shop.pozitive, ("contact",))
    on_the_spot_actions.offer_on_the_spot(shop.db, handover, shop.karim, by=shop.as_("fatima"), at=NOON)
    with pytest.raises(Refused, match="has already taken over"):
        on_the_spot_actions.accept_on_the_spot(
            shop.db, handover, next_what="Meet", next_on=TODAY, by=shop.as_("karim"), at=NOON
        )


def test_a_completion_cannot_be_undone_once_another_took_over(shop):
    first = shop.in_state(State.COMPLETED, kind=Kind.TRANSFER)
    second = sender_actions.draft(
        shop.db,
        shop.journey,
        shop.pozitive,
        kind=Kind.TRANSFER,
        question="Guide her",
        shared=("contact",),
        by=shop.as_("fatima"),
        at=NOON,
    )
    shop.consent(shop.pozitive, ("contact",))
    sender_actions.offer(shop.db, second, by=shop.as_("fatima"), at=NOON)
    taken_over(shop, second, "karim")
    with pytest.raises(Refused):
        receiver_actions.undo(shop.db, first, by=shop.as_("fatima"), at=NOON)
    assert shop.journey.responsible_id == shop.karim.id
