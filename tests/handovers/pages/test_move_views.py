"""What the pages of a handover offer to each reader: which moves, in which order, and which comes first."""

from datetime import timedelta

import pytest

from app.handovers.disclosure.queries import handover_view
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import Kind, State
from app.handovers.offers import retries, sender_actions
from app.handovers.pages import move_views
from app.handovers.pages.move_views import Button, MainAction
from tests.world import NOON

S = State
BOTH = ("samira", "fatima")
LATE = timedelta(days=9)  # after the partner's five working days, before the ten of choosing
TOO_LATE = timedelta(days=20)


def view_of(shop, handover, worker, after=timedelta()):
    return handover_view(shop.db, shop.as_(worker), handover, NOON + after)


def available_to(shop, handover, worker, after=timedelta(), **more):
    view = view_of(shop, handover, worker, after)
    return move_views.available_moves(view, shop.as_(worker), **{"has_others": True, **more})


@pytest.mark.parametrize(
    ("state", "worker", "now", "first", "rest"),
    [
        (S.DRAFT, "samira", MainAction.DRAFT, None, ["withdraw", "mistaken"]),
        (S.OFFERED, "fatima", MainAction.MOVE, "accept", ["take_time", "waitlist", "decline"]),
        (S.OFFERED, "samira", MainAction.PARTNER, None, ["withdraw", "mistaken"]),
        (S.OFFERED, "carla", MainAction.PARTNER, None, ["withdraw", "mistaken"]),
        (S.OFFERED, "joost", MainAction.PARTNER, None, []),
        (S.CONSIDERING, "samira", MainAction.ANSWER, None, ["withdraw", "mistaken"]),
        (S.CONSIDERING, "fatima", MainAction.MOVE, "accept", ["waitlist", "decline"]),
        (S.WAITLISTED, "fatima", MainAction.MOVE, "accept", ["take_time", "expect", "decline"]),
        (S.ACCEPTED, "fatima", MainAction.MEET, None, ["take_over", "decline"]),
        (S.ACCEPTED, "samira", MainAction.MEET, None, ["withdraw", "mistaken"]),
        (S.RUNNING, "fatima", MainAction.MOVE, "complete", ["give_back"]),
        (S.RUNNING, "samira", MainAction.PARTNER, None, ["mistaken"]),
        (S.DECLINED, "samira", MainAction.RETRY, None, ["mistaken"]),
        (S.DECLINED, "fatima", MainAction.NOTHING, None, []),
        (S.COMPLETED, "fatima", MainAction.NOTHING, None, []),
        (S.MISTAKEN, "samira", MainAction.NOTHING, None, []),
    ],
)
def test_which_moves_a_reader_is_offered_and_which_comes_first(shop, state, worker, now, first, rest):
    found = available_to(shop, shop.in_state(state), worker)
    assert found.now == now
    assert (found.first.name if found.first else None, [one.name for one in found.rest]) == (first, rest)


def test_taking_over_comes_first_once_the_three_have_met(shop):
    handover = shop.in_state(S.ACCEPTED)
    assert available_to(shop, handover, "fatima").rest[0].fields == ("cold_reason",)
    actions.record_introduction(
        shop.db, handover, with_person=True, with_sender=True, with_receiver=True, by=shop.as_("fatima"), at=NOON
    )
    found = available_to(shop, handover, "fatima")
    assert (found.now, found.first.name, found.first.fields) == (MainAction.MOVE, "take_over", ())


@pytest.mark.parametrize(
    ("state", "name", "asked", "title"),
    [
        (S.ACCEPTED, "take_over", ("cold_reason", "next_step"), "Take over"),
        (S.RUNNING, "give_back", ("reason", "next_step_of_sender"), "Give it back"),
    ],
)
def test_of_a_transfer_the_next_step_is_asked(shop, state, name, asked, title):
    found = available_to(shop, shop.in_state(state, kind=Kind.TRANSFER), "fatima")
    form = next(one for one in found.rest if one.name == name)
    assert (form.fields, form.title) == (asked, title)


def test_of_a_place_on_the_waiting_list_it_is_said_that_there_is_one(shop):
    assert available_to(shop, shop.in_state(S.WAITLISTED), "fatima").first.title == "There is a place: accept"


def test_a_partner_that_is_late_is_called_first_and_not_twice_on_a_day(shop):
    handover = shop.in_state(S.OFFERED)
    reminder = Button(f"/handovers/{handover.key}/reminder", "I called the partner")
    before, late = available_to(shop, handover, "samira"), available_to(shop, handover, "samira", LATE)
    assert (before.now, before.button, before.buttons) == (MainAction.PARTNER, None, [reminder])
    assert (late.now, late.button, late.buttons) == (MainAction.CALL, reminder, [])
    sender_actions.remind(shop.db, handover, by=shop.as_("samira"), at=NOON + LATE)
    called = available_to(shop, handover, "samira", LATE)
    escalation = Button(f"/handovers/{handover.key}/escalation", "I asked the partner's contact")
    assert (called.now, called.buttons) == (MainAction.PARTNER, [escalation])
    assert available_to(shop, handover, "samira", LATE + timedelta(days=1)).now == MainAction.CALL
    assert available_to(shop, handover, "fatima", LATE).now == MainAction.MOVE


def test_without_an_answer_the_sender_chooses_and_withdraws_there(shop):
    handover = shop.in_state(S.OFFERED)
    assert available_to(shop, handover, "samira", LATE).no_response is None
    found = available_to(shop, handover, "samira", TOO_LATE)
    assert (found.now, [one.name for one in found.rest]) == (MainAction.CHOOSE, ["mistaken"])
    assert (found.no_response.other_partner.name, found.no_response.expire) == ("choice", None)
    assert available_to(shop, handover, "samira", TOO_LATE, has_others=False).no_response.other_partner is None
    assert available_to(shop, handover, "fatima", TOO_LATE).no_response is None
    for verb in (sender_actions.remind, sender_actions.escalate):
        verb(shop.db, handover, by=shop.as_("samira"), at=NOON)
    expiry = available_to(shop, handover, "samira", TOO_LATE).no_response.expire
    assert expiry == Button(f"/handovers/{handover.key}/expiry", "Close as not answered")


def test_a_new_try_that_has_begun_is_gone_on_with(shop):
    handover = shop.in_state(S.DECLINED)
    draft = retries.retry(shop.db, handover, by=shop.as_("samira"), at=NOON)
    found = available_to(shop, handover, "samira", tries_after=[draft])
    assert (found.now, found.button.url) == (MainAction.NEW_DRAFT, f"/handovers/{draft.key}/draft")


@pytest.mark.parametrize("state", [S.ACCEPTED, S.DECLINED, S.COMPLETED])
def test_only_who_did_it_is_offered_to_undo_it(shop, state):
    handover = shop.in_state(state)
    assert available_to(shop, handover, "fatima").undo == Button(f"/handovers/{handover.key}/undoing", "Undo")
    assert [available_to(shop, handover, worker).undo for worker in ("samira", "carla", "dirk")] == [None] * 3
