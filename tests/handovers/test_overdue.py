"""Deadlines: what is expected from which party, and what is overdue."""

from datetime import timedelta

import pytest

from app.core.clock import local_day
from app.handovers.lifecycle import overdue_rules
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.models import ALIVE, State
from app.handovers.lifecycle.overdue_rules import Expected, Party
from tests.world import NOON, TODAY

S = State
SENDER, RECEIVER = Party.SENDER, Party.RECEIVER


@pytest.mark.parametrize(
    ("state", "expected", "party", "days"),
    [
        (S.OFFERED, Expected.ANSWER, RECEIVER, 7),  # five working days
        (S.CONSIDERING, Expected.ANSWER, SENDER, 7),
        (S.WAITLISTED, Expected.PLACE, RECEIVER, 9),  # the day that the partner named
        (S.ACCEPTED, Expected.INTRODUCTION, RECEIVER, 7),
        (S.RUNNING, Expected.FEEDBACK, RECEIVER, 28),
    ],
)
def test_each_open_state_expects_something_from_one_party_by_a_day(shop, state, expected, party, days):
    handover = shop.in_state(state)
    due = overdue_rules.deadline(facts_of(shop.db, handover, NOON))
    last_day = TODAY + timedelta(days=days)
    assert (due.expected, due.party, due.last_day) == (expected, party, last_day)
    for after, late in ((days, False), (days + 1, True)):
        facts = facts_of(shop.db, handover, NOON + timedelta(days=after))
        assert (overdue_rules.is_late(facts), overdue_rules.deadline(facts).is_today) == (
            late,
            local_day(facts.at) == last_day,
        )


@pytest.mark.parametrize("state", sorted(set(State) - ALIVE))
def test_nothing_is_expected_of_a_handover_that_is_not_open(shop, state):
    facts = facts_of(shop.db, shop.in_state(state), NOON + timedelta(days=60))
    assert (overdue_rules.deadline(facts), overdue_rules.is_late(facts)) == (None, False)


def test_whose_turn_it_is_in_every_state():
    turns = {state: overdue_rules.whose_turn(state) for state in State}
    assert {state for state, party in turns.items() if party == SENDER} == {S.DRAFT, S.CONSIDERING}
    assert {state for state, party in turns.items() if party is None} == set(State) - ALIVE - {S.DRAFT}


def test_an_introduction_that_was_held_is_never_late(shop):
    handover = shop.in_state(S.ACCEPTED)
    handover.introductions[0].state = "held"
    assert overdue_rules.deadline(facts_of(shop.db, handover, NOON + timedelta(days=60))) is None


def test_a_place_expected_later_postpones_the_response(shop):
    handover = shop.in_state(S.WAITLISTED)
    facts = facts_of(shop.db, handover, NOON)
    assert local_day(overdue_rules.response_time_start(facts)) == TODAY + timedelta(days=9)
    assert overdue_rules.waiting_since(facts) == NOON
    for days, over in ((16, False), (30, True)):
        assert overdue_rules.response_overdue(facts_of(shop.db, handover, NOON + timedelta(days=days))) is over
