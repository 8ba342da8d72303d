"""Every combination of state, move and actor (DOMAIN §4), and the effects of moves."""

from datetime import timedelta

import pytest

from app.core.state_machine import Refused
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.introductions import actions
from app.handovers.lifecycle import labels, rules
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.models import Kind, State
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from tests.world import NOON, TODAY

S = State
SENDER, RECEIVER, COORDINATOR = "samira", "fatima", "carla"
BYSTANDERS = ("joost", "karim", "hanna", "marleen", "anton", "petra", "olaf")
BOTH = {SENDER, COORDINATOR}
# What DOMAIN §4 allows: from which states, and to whom.
ALLOWED: dict[str, tuple[set[State], set[str]]] = {
    "offer": ({S.DRAFT}, {SENDER}),
    "ask": ({S.OFFERED, S.WAITLISTED}, {RECEIVER}),
    "answer": ({S.CONSIDERING}, {SENDER}),
    "waitlist": ({S.OFFERED, S.CONSIDERING}, {RECEIVER}),
    "accept": ({S.OFFERED, S.CONSIDERING, S.WAITLISTED}, {RECEIVER}),
    "decline": ({S.OFFERED, S.CONSIDERING, S.WAITLISTED, S.ACCEPTED}, {RECEIVER}),
    "take_over": ({S.ACCEPTED}, {RECEIVER}),
    "complete": ({S.RUNNING}, {RECEIVER}),
    "give_back": ({S.RUNNING}, {RECEIVER}),
    "withdraw": ({S.DRAFT, S.OFFERED, S.CONSIDERING, S.WAITLISTED, S.ACCEPTED}, BOTH),
    "expire": ({S.OFFERED, S.CONSIDERING, S.WAITLISTED, S.ACCEPTED}, BOTH),
    "mark_mistaken": (set(S) - {S.MISTAKEN}, BOTH),
    "undo": ({S.ACCEPTED, S.DECLINED, S.COMPLETED}, {RECEIVER}),
}


def test_the_table_above_names_every_move():
    assert ALLOWED.keys() == rules.MOVES.keys()


@pytest.mark.parametrize("state", State)
def test_each_move_is_allowed_to_the_right_actors_only(shop, state):
    handover = shop.in_state(state)
    if state == S.DRAFT:
        handover.consent = shop.consent()
    handover.reminded_at = handover.escalated_at = NOON
    facts = facts_of(shop.db, handover, NOON)
    later = facts_of(shop.db, handover, NOON + timedelta(days=60))
    for name, step in rules.MOVES.items():
        starts, who = ALLOWED[name]
        for worker in (SENDER, RECEIVER, COORDINATOR, *BYSTANDERS):
            seen = later if name == "expire" else facts
            allowed = step.obstacle(seen, shop.as_(worker)) is None
            assert allowed == (state in starts and worker in who), (name, state, worker)


def test_a_support_does_not_move_the_responsibility(shop):
    shop.in_state(S.RUNNING)
    assert shop.journey.responsible_id == shop.samira.id


def test_a_transfer_moves_the_responsibility_when_it_starts_and_not_before(shop):
    handover = shop.in_state(S.ACCEPTED, kind=Kind.TRANSFER)
    assert shop.journey.responsible_id == shop.samira.id
    fatima = shop.as_("fatima")
    actions.take_over(shop.db, handover, cold_reason="By phone", next_what="Meet", next_on=TODAY, by=fatima, at=NOON)
    assert (shop.journey.responsible_id, shop.journey.next_what) == (shop.fatima.id, "Meet")
    assert handover.cold_reason == "By phone"


def test_taking_over_without_an_introduction_needs_a_reason(shop):
    handover = shop.in_state(S.ACCEPTED)
    with pytest.raises(Refused, match="three of you"):
        actions.take_over(shop.db, handover, by=shop.as_("fatima"), at=NOON)


def test_an_introduction_without_the_person_is_not_warm(shop):
    handover = shop.in_state(S.ACCEPTED)
    actions.record_introduction(
        shop.db, handover, with_person=False, with_sender=True, with_receiver=True, by=shop.as_("fatima"), at=NOON
    )
    assert not facts_of(shop.db, handover, NOON).is_warm


def test_a_returned_transfer_goes_back_to_the_sender(shop):
    shop.in_state(S.RETURNED, kind=Kind.TRANSFER)
    assert shop.journey.responsible_id == shop.samira.id
    assert shop.journey.next_on > TODAY


def test_a_returned_transfer_goes_to_a_coordinator_when_the_sender_is_gone(shop):
    handover = shop.in_state(S.RUNNING, kind=Kind.TRANSFER)
    shop.samira.disabled_at = NOON
    closing_actions.give_back(shop.db, handover, "moved", by=shop.as_("fatima"), at=NOON)
    assert shop.journey.responsible_id == shop.carla.id


def test_withdrawing_the_consent_withdraws_an_open_offer(shop):
    offered = shop.in_state(S.OFFERED)
    consent_changes_actions.withdraw_consent(shop.db, offered.consent, by=shop.as_("joost"), at=NOON)
    assert offered.state == S.WITHDRAWN


@pytest.mark.parametrize("kind", Kind)
def test_withdrawing_the_consent_returns_a_running_handover(shop, kind):
    running = shop.in_state(S.RUNNING, kind=kind)
    consent_changes_actions.withdraw_consent(shop.db, running.consent, by=shop.as_("fatima"), at=NOON)
    assert (running.state, shop.journey.responsible_id) == (S.RETURNED, shop.samira.id)


def test_withdrawing_the_consent_returns_the_responsibility_of_a_completed_transfer(shop):
    done = shop.in_state(S.COMPLETED, kind=Kind.TRANSFER)
    assert shop.journey.responsible_id == shop.fatima.id
    consent_changes_actions.withdraw_consent(shop.db, done.consent, by=shop.as_("samira"), at=NOON)
    assert (done.state, shop.journey.responsible_id) == (S.COMPLETED, shop.samira.id)


def test_an_open_offer_follows_the_responsibility(shop):
    from app.guidance.journeys import actions as journeys

    handover = shop.in_state(S.CONSIDERING)
    journeys.reassign(shop.db, shop.journey, shop.joost, "holiday", by=shop.as_("samira"), at=NOON)
    with pytest.raises(Refused):
        sender_actions.answer(shop.db, handover, "In May", by=shop.as_("samira"), at=NOON)
    sender_actions.answer(shop.db, handover, "In May", by=shop.as_("joost"), at=NOON)
    assert handover.sender_id == shop.joost.id


def test_the_second_worker_reads_who_was_first(shop):
    handover = shop.in_state(S.OFFERED)
    seen = handover.version
    receiver_actions.accept(shop.db, handover, planned_for=NOON, version=seen, by=shop.as_("fatima"), at=NOON)
    with pytest.raises(Refused) as refused:
        receiver_actions.accept(shop.db, handover, planned_for=NOON, version=seen, by=shop.as_("dirk"), at=NOON)
    assert refused.value.reason == labels.STATE_TEXTS[S.ACCEPTED].already
    assert refused.value.facts == {"name": "Fatima Amrani", "organisation": "DOCK"}


def test_one_transfer_at_a_time(shop):
    shop.in_state(S.OFFERED, kind=Kind.TRANSFER)
    shop.consent(shop.pozitive)
    second = shop.draft(shop.pozitive, kind=Kind.TRANSFER)
    with pytest.raises(Refused, match="already been asked to take over"):
        sender_actions.offer(shop.db, second, by=shop.as_("samira"), at=NOON)


@pytest.mark.parametrize(
    ("sections", "organisation"), [(("contact",), "dock"), (("contact", "wishes", "notes"), "pozitive")]
)
def test_an_offer_needs_consent_for_this_partner_and_these_sections(shop, sections, organisation):
    handover = shop.draft()
    shop.consent(getattr(shop.world, organisation), sections)
    with pytest.raises(Refused, match="no consent"):
        sender_actions.offer(shop.db, handover, by=shop.as_("samira"), at=NOON)


def test_undoing_returns_to_the_state_before(shop):
    handover = shop.in_state(S.WAITLISTED)
    receiver_actions.accept(shop.db, handover, planned_for=NOON, by=shop.as_("fatima"), at=NOON)
    receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON + timedelta(days=1))
    assert (handover.state, handover.accepted_at) == (S.WAITLISTED, None)


def test_undoing_is_possible_for_one_working_day(shop):
    handover = shop.in_state(S.DECLINED)
    with pytest.raises(Refused, match="one working day"):
        receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON + timedelta(days=2))


@pytest.mark.parametrize(("days", "done"), [(13, False), (14, True)])
def test_nothing_expires_before_ten_working_days(shop, days, done):
    handover, samira, at = shop.in_state(S.OFFERED), shop.as_("samira"), NOON + timedelta(days=days)
    sender_actions.remind(shop.db, handover, by=samira, at=NOON)
    sender_actions.escalate(shop.db, handover, by=samira, at=NOON)
    if done:
        assert sender_actions.expire(shop.db, handover, by=samira, at=at).state == S.EXPIRED
    else:
        with pytest.raises(Refused, match="time to answer is over"):
            sender_actions.expire(shop.db, handover, by=samira, at=at)


def test_nothing_expires_before_the_partner_was_called(shop):
    handover = shop.in_state(S.OFFERED)
    with pytest.raises(Refused, match="record that you called"):
        sender_actions.expire(shop.db, handover, by=shop.as_("samira"), at=NOON + timedelta(days=30))
