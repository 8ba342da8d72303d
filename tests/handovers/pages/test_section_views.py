"""The other sections of the page of a handover, for each reader."""

import pytest

from app.handovers.introductions import actions
from app.handovers.lifecycle.models import State
from app.handovers.offers import sender_actions
from app.handovers.pages import section_views
from tests.handovers.pages.test_move_views import BOTH, view_of
from tests.world import NOON

S = State


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
def test_which_message_form_a_reader_gets(shop, state, worker, noun, tells):
    handover = shop.in_state(state)
    found = section_views.message_thread(view_of(shop, handover, worker), shop.as_(worker))
    url = f"/handovers/{handover.key}/{noun}" if noun else None
    assert (found.form.url if found.form else None, bool(found.tell_url)) == (url, tells)


def test_a_partner_reads_only_its_own_messages_when_nothing_is_shared_any_more(shop):
    handover = shop.in_state(S.CONSIDERING)
    sender_actions.answer(shop.db, handover, "Since May", by=shop.as_("samira"), at=NOON)
    sender_actions.withdraw(shop.db, handover, by=shop.as_("samira"), at=NOON)
    read = {w: section_views.message_thread(view_of(shop, handover, w), shop.as_(w)) for w in BOTH}
    assert {worker: [one.text for one in found.messages] for worker, found in read.items()} == {
        "samira": ["Since when?", "Since May"],
        "fatima": ["Since when?"],
    }


def introduction_forms(shop, handover, worker):
    found = section_views.introduction_view(view_of(shop, handover, worker).facts, shop.as_(worker))
    forms = ("agree", "doubt", "begin", "met", "missed", "plan")
    return found.shows, {name for name in forms if getattr(found, name)}


def test_which_forms_of_the_introduction_each_worker_gets(shop):
    handover = shop.in_state(S.ACCEPTED)
    assert introduction_forms(shop, handover, "fatima") == (True, {"begin", "met", "missed", "plan"})
    assert introduction_forms(shop, handover, "samira") == (True, {"met", "missed", "plan"})
    assert introduction_forms(shop, handover, "joost") == (True, set())
    actions.record_introduction(
        shop.db, handover, with_person=True, with_sender=True, with_receiver=True, by=shop.as_("fatima"), at=NOON
    )
    assert introduction_forms(shop, handover, "fatima") == (True, {"plan"})
    assert introduction_forms(shop, handover, "samira") == (True, {"agree", "doubt", "plan"})


def test_after_two_missed_introductions_only_the_sender_plans_another(shop):
    handover = shop.in_state(S.ACCEPTED)
    for _time in range(2):
        actions.record_missed_introduction(shop.db, handover, word="ill", by=shop.as_("fatima"), at=NOON)
    assert "plan" not in introduction_forms(shop, handover, "fatima")[1]
    assert "plan" in introduction_forms(shop, handover, "samira")[1]


def test_the_introduction_is_hidden_before_the_acceptance(shop):
    assert introduction_forms(shop, shop.in_state(S.OFFERED), "fatima") == (False, set())


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
def test_the_progress_of_a_handover_in_each_state(shop, state, steps):
    facts = view_of(shop, shop.in_state(state), "samira").facts
    assert [step.state for step in section_views.progress(facts)] == steps


@pytest.mark.parametrize(("state", "warmth"), [(S.OFFERED, ""), (S.ACCEPTED, ""), (S.RUNNING, "warm"), (S.UNKNOWN, "")])
def test_which_states_are_called_warm(shop, state, warmth):
    assert section_views.warmth(view_of(shop, shop.in_state(state), "samira").facts) == warmth


def test_a_running_handover_without_an_introduction_is_cold(shop):
    handover = shop.in_state(S.ACCEPTED)
    actions.take_over(shop.db, handover, cold_reason="hurry", by=shop.as_("fatima"), at=NOON)
    assert section_views.warmth(view_of(shop, handover, "samira").facts) == "cold"


def test_a_transfer_on_the_spot_needs_a_worker_with_an_account(shop, mark):
    assert section_views.on_the_spot_choices([shop.fatima, mark], "transfer") == [shop.fatima]
    assert section_views.on_the_spot_choices([shop.fatima, mark], "support") == [shop.fatima, mark]


def test_a_partner_without_accounts_responds_through_a_link(shop):
    handover = shop.in_state(S.OFFERED)
    sender, receiver = (view_of(shop, handover, worker) for worker in BOTH)
    assert [section_views.answers_by_link(view, []) for view in (sender, receiver)] == [True, False]
    assert not section_views.answers_by_link(sender, [shop.fatima])
    assert not section_views.answers_by_link(view_of(shop, shop.in_state(S.DRAFT), "samira"), [])


def test_the_text_of_a_refusal_is_only_for_both_parties(shop):
    handover = shop.in_state(S.DECLINED)
    read = {worker: section_views.may_read_refusal(view_of(shop, handover, worker)) for worker in (*BOTH, "karim")}
    assert read == {"samira": True, "fatima": True, "karim": False}
