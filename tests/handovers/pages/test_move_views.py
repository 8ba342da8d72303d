"""Which moves the page of a handover offers to each reader, in which order, and which is the main one."""

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
LATE = timedelta(days=9)  # after the five working days to respond, before the ten after which the sender decides
TOO_LATE = timedelta(days=20)


def view_of(shop, handover, worker, after=timedelta()):
    return handover_view(shop.db, shop.as_(worker), handover, NOON + after)


def available_to(shop, handover, worker, after=timedelta(), **more):
    view = view_of(shop, handover, worker, after)
    return move_views.available_moves(view, shop.as_(worker), **{"has_others": True, **more})


@pytest.mark.parametrize(
    ("state", "worker", "main", "first", "rest"),
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
def test_each_reader_is_offered_the_allowed_moves_and_a_main_one(shop, state, worker, main, first, rest):
    found = available_to(shop, shop.in_state(state), worker)
    assert found.main == main
    assert (found.first.name if found.first else None, [one.name for one in found.rest]) == (first, rest)


def test_taking_over_is_the_main_move_after_the_introduction(shop):
    handover = shop.in_state(S.ACCEPTED)
    assert available_to(shop, handover, "fatima").rest[0].fields == ("cold_reason",)
    actions.record_introduction(
        shop.db, handover, with_person=True, with_sender=True, with_receiver=True, by=shop.as_("fatima"), at=NOON
    )
    found = available_to(shop, handover, "fatima")
    assert (found.main, found.first.name, found.first.fields) == (MainAction.MOVE, "take_over", ())


@pytest.mark.parametrize(
    ("state", "name", "asked", "title"),
    [
        (S.ACCEPTED, "take_over", ("cold_reason", "next_step"), "Take over"),
        (S.RUNNING, "give_back", ("reason", "next_step_of_sender"), "Give it back"),
    ],
)
def test_a_transfer_asks_for_the_next_step(shop, state, name, asked, title):
    found = available_to(shop, shop.in_state(state, kind=Kind.TRANSFER), "fatima")
    form = next(one for one in found.rest if one.name == name)
    assert (form.fields, form.title) == (asked, title)


def test_accepting_from_the_waiting_list_says_that_there_is_a_place(shop):
    assert available_to(shop, shop.in_state(S.WAITLISTED), "fatima").first.title == "There is a place: accept"


def test_calling_a_late_partner_is_the_main_move_once_a_day(shop):
    handover = shop.in_state(S.OFFERED)
    reminder = Button(f"/handovers/{handover.key}/reminder", "I called the partner")
    before, late = available_to(shop, handover, "samira"), available_to(shop, handover, "samira", LATE)
    assert (before.main, before.button, before.buttons) == (MainAction.PARTNER, None, [reminder])
    assert (late.main, late.button, late.buttons) == (MainAction.CALL, reminder, [])
    sender_actions.remind(shop.db, handover, by=shop.as_("samira"), at=NOON + LATE)
    called = available_to(shop, handover, "samira", LATE)
    escalation = Button(f"/handovers/{handover.key}/escalation", "I asked the partner's contact")
    assert (called.main, called.buttons) == (MainAction.PARTNER, [escalation])
    assert available_to(shop, handover, "samira", LATE + timedelta(days=1)).main == MainAction.CALL
    assert available_to(shop, handover, "fatima", LATE).main == MainAction.MOVE


def test_without_a_response_in_time_the_sender_gets_choices(shop):
    handover = shop.in_state(S.OFFERED)
    assert available_to(shop, handover, "samira", LATE).no_response is None
    found = available_to(shop, handover, "samira", TOO_LATE)
    assert (found.main, [one.name for one in found.rest]) == (MainAction.CHOOSE, ["mistaken"])
    assert (found.no_response.other_partner.name, found.no_response.expire) == ("choice", None)
    assert available_to(shop, handover, "samira", TOO_LATE, has_others=False).no_response.other_partner is None
    assert available_to(shop, handover, "fatima", TOO_LATE).no_response is None
    for verb in (sender_actions.remind, sender_actions.escalate):
        verb(shop.db, handover, by=shop.as_("samira"), at=NOON)
    expiry = available_to(shop, handover, "samira", TOO_LATE).no_response.expire
    assert expiry == Button(f"/handovers/{handover.key}/expiry", "Close: no answer")


def test_a_new_attempt_that_was_drafted_is_continued(shop):
    handover = shop.in_state(S.DECLINED)
    draft = retries.retry(shop.db, handover, by=shop.as_("samira"), at=NOON)
    found = available_to(shop, handover, "samira", later_attempts=[draft])
    assert (found.main, found.button.url) == (MainAction.NEW_DRAFT, f"/handovers/{draft.key}/draft")


@pytest.mark.parametrize("state", [S.ACCEPTED, S.DECLINED, S.COMPLETED])
def test_only_the_worker_who_made_a_move_can_undo_it(shop, state):
    handover = shop.in_state(state)
    assert available_to(shop, handover, "fatima").undo == Button(f"/handovers/{handover.key}/undoing", "Undo")
    assert [available_to(shop, handover, worker).undo for worker in ("samira", "carla", "dirk")] == [None] * 3
