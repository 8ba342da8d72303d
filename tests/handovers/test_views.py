"""What the pages of a handover offer to each reader: which moves, in which order, and which comes first."""

from datetime import timedelta

import pytest

from app.handovers import introducing, offering, retrying, views
from app.handovers.access import handover_view
from app.handovers.models import Kind, State
from app.handovers.views import Button, Now
from tests.world import NOON

S = State
BOTH = ("samira", "fatima")
LATE = timedelta(days=9)  # after the partner's five working days, before the ten of choosing
TOO_LATE = timedelta(days=20)


def view_of(shop, handover, worker, after=timedelta()):
    return handover_view(shop.db, shop.as_(worker), handover, NOON + after)


def moves_of(shop, handover, worker, after=timedelta(), **more):
    view = view_of(shop, handover, worker, after)
    return views.moves(view, shop.as_(worker), **{"has_others": True, **more})


@pytest.mark.parametrize(
    ("state", "worker", "now", "first", "rest"),
    [
        (S.DRAFT, "samira", Now.DRAFT, None, ["withdraw", "mistaken"]),
        (S.OFFERED, "fatima", Now.MOVE, "accept", ["take_time", "waitlist", "decline"]),
        (S.OFFERED, "samira", Now.PARTNER, None, ["withdraw", "mistaken"]),
        (S.OFFERED, "carla", Now.PARTNER, None, ["withdraw", "mistaken"]),
        (S.OFFERED, "joost", Now.PARTNER, None, []),
        (S.CONSIDERING, "samira", Now.ANSWER, None, ["withdraw", "mistaken"]),
        (S.CONSIDERING, "fatima", Now.MOVE, "accept", ["waitlist", "decline"]),
        (S.WAITLISTED, "fatima", Now.MOVE, "accept", ["take_time", "expect", "decline"]),
        (S.ACCEPTED, "fatima", Now.MEET, None, ["take_over", "decline"]),
        (S.ACCEPTED, "samira", Now.MEET, None, ["withdraw", "mistaken"]),
        (S.RUNNING, "fatima", Now.MOVE, "complete", ["give_back"]),
        (S.RUNNING, "samira", Now.PARTNER, None, ["mistaken"]),
        (S.DECLINED, "samira", Now.RETRY, None, ["mistaken"]),
        (S.DECLINED, "fatima", Now.NOTHING, None, []),
        (S.COMPLETED, "fatima", Now.NOTHING, None, []),
        (S.MISTAKEN, "samira", Now.NOTHING, None, []),
    ],
)
def test_which_moves_a_reader_is_offered_and_which_comes_first(shop, state, worker, now, first, rest):
    found = moves_of(shop, shop.in_state(state), worker)
    assert found.now == now
    assert (found.first.name if found.first else None, [one.name for one in found.rest]) == (first, rest)


def test_taking_over_comes_first_once_the_three_have_met(shop):
    handover = shop.in_state(S.ACCEPTED)
    assert moves_of(shop, handover, "fatima").rest[0].fields == ("cold_reason",)
    introducing.hold_introduction(
        shop.db, handover, with_person=True, with_sender=True, with_receiver=True, by=shop.as_("fatima"), at=NOON
    )
    found = moves_of(shop, handover, "fatima")
    assert (found.now, found.first.name, found.first.fields) == (Now.MOVE, "take_over", ())


@pytest.mark.parametrize(
    ("state", "name", "asked", "title"),
    [
        (S.ACCEPTED, "take_over", ("cold_reason", "next_step"), "Take over"),
        (S.RUNNING, "give_back", ("reason", "next_step_of_sender"), "Give it back"),
    ],
)
def test_of_a_transfer_the_next_step_is_asked(shop, state, name, asked, title):
    found = moves_of(shop, shop.in_state(state, kind=Kind.TRANSFER), "fatima")
    form = next(one for one in found.rest if one.name == name)
    assert (form.fields, form.title) == (asked, title)


def test_of_a_place_on_the_waiting_list_it_is_said_that_there_is_one(shop):
    assert moves_of(shop, shop.in_state(S.WAITLISTED), "fatima").first.title == "There is a place: accept"


def test_a_partner_that_is_late_is_called_first_and_not_twice_on_a_day(shop):
    handover = shop.in_state(S.OFFERED)
    reminder = Button(f"/handovers/{handover.key}/reminder", "I called the partner")
    before, late = moves_of(shop, handover, "samira"), moves_of(shop, handover, "samira", LATE)
    assert (before.now, before.button, before.buttons) == (Now.PARTNER, None, [reminder])
    assert (late.now, late.button, late.buttons) == (Now.CALL, reminder, [])
    offering.remind(shop.db, handover, by=shop.as_("samira"), at=NOON + LATE)
    called = moves_of(shop, handover, "samira", LATE)
    escalation = Button(f"/handovers/{handover.key}/escalation", "I asked the partner's contact")
    assert (called.now, called.buttons) == (Now.PARTNER, [escalation])
    assert moves_of(shop, handover, "samira", LATE + timedelta(days=1)).now == Now.CALL
    assert moves_of(shop, handover, "fatima", LATE).now == Now.MOVE


def test_without_an_answer_the_sender_chooses_and_withdraws_there(shop):
    handover = shop.in_state(S.OFFERED)
    assert moves_of(shop, handover, "samira", LATE).no_response is None
    found = moves_of(shop, handover, "samira", TOO_LATE)
    assert (found.now, [one.name for one in found.rest]) == (Now.CHOOSE, ["mistaken"])
    assert (found.no_response.other_partner.name, found.no_response.expire) == ("choice", None)
    assert moves_of(shop, handover, "samira", TOO_LATE, has_others=False).no_response.other_partner is None
    assert moves_of(shop, handover, "fatima", TOO_LATE).no_response is None
    for verb in (offering.remind, offering.escalate):
        verb(shop.db, handover, by=shop.as_("samira"), at=NOON)
    expiry = moves_of(shop, handover, "samira", TOO_LATE).no_response.expire
    assert expiry == Button(f"/handovers/{handover.key}/expiry", "Close as not answered")


def test_a_new_try_that_has_begun_is_gone_on_with(shop):
    handover = shop.in_state(S.DECLINED)
    draft = retrying.retry(shop.db, handover, by=shop.as_("samira"), at=NOON)
    found = moves_of(shop, handover, "samira", tries_after=[draft])
    assert (found.now, found.button.url) == (Now.NEW_DRAFT, f"/handovers/{draft.key}/draft")


@pytest.mark.parametrize("state", [S.ACCEPTED, S.DECLINED, S.COMPLETED])
def test_only_who_did_it_is_offered_to_undo_it(shop, state):
    handover = shop.in_state(state)
    assert moves_of(shop, handover, "fatima").undo == Button(f"/handovers/{handover.key}/undoing", "Undo")
    assert [moves_of(shop, handover, worker).undo for worker in ("samira", "carla", "dirk")] == [None] * 3


@pytest.mark.parametrize(
    ("state", "worker", "noun", "tells"),
    [
        (S.OFFERED, "fatima", "question", True),
        (S.OFFERED, "samira", "messages", False),
        (S.CONSIDERING, "samira", "answer", False),
        (S.CONSIDERING, "fatima", "messages", False),
        (S.RUNNING, "fatima", "messages", False),
        (S.OFFERED, "joost", None, False),
        (S.DECLINED, "fatima", None, False),
    ],
)
def test_what_a_reader_can_say(shop, state, worker, noun, tells):
    handover = shop.in_state(state)
    found = views.thread(view_of(shop, handover, worker), shop.as_(worker))
    url = f"/handovers/{handover.key}/{noun}" if noun else None
    assert (found.form.url if found.form else None, bool(found.tell_url)) == (url, tells)


def test_a_partner_reads_only_its_own_words_when_nothing_is_shared_any_more(shop):
    handover = shop.in_state(S.CONSIDERING)
    offering.answer(shop.db, handover, "Since May", by=shop.as_("samira"), at=NOON)
    offering.withdraw(shop.db, handover, by=shop.as_("samira"), at=NOON)
    read = {w: views.thread(view_of(shop, handover, w), shop.as_(w)) for w in BOTH}
    assert {worker: [one.text for one in found.messages] for worker, found in read.items()} == {
        "samira": ["Since when?", "Since May"],
        "fatima": ["Since when?"],
    }


def offered_at_the_meeting(shop, handover, worker):
    found = views.meeting(view_of(shop, handover, worker).facts, shop.as_(worker))
    forms = ("agree", "doubt", "begin", "met", "missed", "plan")
    return found.shows, {name for name in forms if getattr(found, name)}


def test_what_can_be_recorded_of_the_meeting_and_by_whom(shop):
    handover = shop.in_state(S.ACCEPTED)
    assert offered_at_the_meeting(shop, handover, "fatima") == (True, {"begin", "met", "missed", "plan"})
    assert offered_at_the_meeting(shop, handover, "samira") == (True, {"met", "missed", "plan"})
    assert offered_at_the_meeting(shop, handover, "joost") == (True, set())
    introducing.hold_introduction(
        shop.db, handover, with_person=True, with_sender=True, with_receiver=True, by=shop.as_("fatima"), at=NOON
    )
    assert offered_at_the_meeting(shop, handover, "fatima") == (True, {"plan"})
    assert offered_at_the_meeting(shop, handover, "samira") == (True, {"agree", "doubt", "plan"})


def test_after_two_missed_meetings_only_the_sender_plans_another(shop):
    handover = shop.in_state(S.ACCEPTED)
    for _time in range(2):
        introducing.miss_introduction(shop.db, handover, word="ill", by=shop.as_("fatima"), at=NOON)
    assert "plan" not in offered_at_the_meeting(shop, handover, "fatima")[1]
    assert "plan" in offered_at_the_meeting(shop, handover, "samira")[1]


def test_nothing_is_shown_of_a_meeting_before_there_can_be_one(shop):
    assert offered_at_the_meeting(shop, shop.in_state(S.OFFERED), "fatima") == (False, set())


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (S.DRAFT, ["now", "", "", "", ""]),
        (S.OFFERED, ["done", "now", "", "", ""]),
        (S.ACCEPTED, ["done", "done", "now", "", ""]),
        (S.RUNNING, ["done", "done", "done", "now", ""]),
        (S.COMPLETED, ["done"] * 5),
        (S.DECLINED, ["done", "now"]),
        (S.RETURNED, ["done", "done", "done", "now"]),
        (S.UNKNOWN, ["done", "done", "done", "done", "now"]),
    ],
)
def test_how_far_a_handover_has_come(shop, state, steps):
    facts = view_of(shop, shop.in_state(state), "samira").facts
    assert [step.state for step in views.progress(facts)] == steps


ALL = [("accept", ""), ("ask", "plain"), ("waitlist", "plain"), ("decline", "plain")]


def only_list(name, view, actor):
    """The one list of an inbox that holds nothing but this."""
    empty = {each: [] for each in views.INBOX_TITLES}
    (found,) = views.inbox_lists(empty | {name: [view]}, actor)
    return found


@pytest.mark.parametrize(
    ("name", "state", "days", "links"),
    [
        ("to_answer", S.OFFERED, 0, ALL),
        ("thinking", S.CONSIDERING, 0, [("accept", "plain")]),
        ("thinking", S.WAITLISTED, 0, [("accept", "plain"), ("expect", "plain")]),
        ("thinking", S.WAITLISTED, 10, [("accept", ""), ("expect", "plain")]),
        ("running", S.RUNNING, 0, []),
    ],
)
def test_what_can_be_done_from_a_row_of_the_inbox(shop, name, state, days, links):
    handover = shop.in_state(state)
    found = only_list(name, view_of(shop, handover, "fatima", timedelta(days=days)), shop.as_("fatima"))
    urls = [(f"/handovers/{handover.key}?open={form}#{form}", kind) for form, kind in links]
    assert (found.name, [(link.url, link.kind) for link in found.rows[0].links]) == (name, urls)


def test_the_inbox_goes_on_with_a_draft(shop):
    handover = shop.in_state(S.DRAFT)
    found = only_list("drafts", view_of(shop, handover, "samira"), shop.as_("samira"))
    assert [link.url for link in found.rows[0].links] == [f"/handovers/{handover.key}/draft"]


def test_a_row_says_that_the_meeting_was_missed_twice_and_what_is_due(shop):
    handover = shop.in_state(S.ACCEPTED)
    for missed in (1, 2):
        introducing.miss_introduction(shop.db, handover, word="ill", by=shop.as_("fatima"), at=NOON)
        row = only_list("accepted", view_of(shop, handover, "fatima"), shop.as_("fatima")).rows[0]
        assert (row.missed_twice, row.due.expected.value) == (missed == 2, "introduction")


@pytest.mark.parametrize(("state", "warmth"), [(S.OFFERED, ""), (S.ACCEPTED, ""), (S.RUNNING, "warm"), (S.UNKNOWN, "")])
def test_whether_it_is_said_to_be_warm(shop, state, warmth):
    assert views.warmth(view_of(shop, shop.in_state(state), "samira").facts) == warmth


def test_without_a_meeting_it_is_cold_once_it_runs(shop):
    handover = shop.in_state(S.ACCEPTED)
    introducing.take_over(shop.db, handover, cold_reason="hurry", by=shop.as_("fatima"), at=NOON)
    assert views.warmth(view_of(shop, handover, "samira").facts) == "cold"


def test_for_a_transfer_one_walks_over_to_somebody_with_an_account(shop, mark):
    assert views.on_the_spot_choices([shop.fatima, mark], "transfer") == [shop.fatima]
    assert views.on_the_spot_choices([shop.fatima, mark], "support") == [shop.fatima, mark]


def test_a_partner_without_accounts_answers_by_a_link(shop):
    handover = shop.in_state(S.OFFERED)
    sender, receiver = (view_of(shop, handover, worker) for worker in BOTH)
    assert [views.answers_by_link(view, []) for view in (sender, receiver)] == [True, False]
    assert not views.answers_by_link(sender, [shop.fatima])
    assert not views.answers_by_link(view_of(shop, shop.in_state(S.DRAFT), "samira"), [])


def test_the_words_of_a_refusal_are_for_both_sides_and_nobody_else(shop):
    handover = shop.in_state(S.DECLINED)
    read = {worker: views.may_read_refusal(view_of(shop, handover, worker)) for worker in (*BOTH, "karim")}
    assert read == {"samira": True, "fatima": True, "karim": False}
