"""Undoing one's own acceptance, refusal or completion within one working day."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.state_machine import Refused
from app.handovers.lifecycle import queries
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Handover, Kind, State
from app.handovers.offers import receiver_actions, sender_actions
from app.shop.half_days.models import DayPart, Opening, OpeningState
from tests.world import NOON


def drafts(shop) -> list[Handover]:
    return [h for h in queries.handovers_of(shop.db, shop.as_("carla"), shop.hatice.id) if h.state == State.DRAFT]


# -- undo -------------------------------------------------------------------------------------------------------------
FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)
MAUNDY = datetime(2026, 4, 2, 15, tzinfo=UTC)  # Good Friday and Easter Monday follow


def accepted(shop, moment: datetime) -> Handover:
    handover = shop.in_state(State.OFFERED)
    receiver_actions.accept(shop.db, handover, planned_for=moment + timedelta(days=9), by=shop.as_("fatima"), at=moment)
    return handover


@pytest.mark.parametrize(
    ("moment", "last"), [(FRIDAY, datetime(2026, 3, 9, 20, tzinfo=UTC)), (MAUNDY, datetime(2026, 4, 7, 20, tzinfo=UTC))]
)
def test_an_action_can_be_undone_until_the_end_of_the_next_working_day(shop, later, moment, last):
    handover = accepted(shop, moment)
    assert (
        later(shop.fatima, last + timedelta(days=1)).post(f"/handovers/{handover.key}/undoing", data={}).status_code
        == 409
    )
    client = later(shop.fatima, last)
    assert "tot en met vandaag" in client.get(f"/handovers/{handover.key}").text
    client.post(f"/handovers/{handover.key}/undoing", data={})
    assert handover.state == State.OFFERED


def test_a_day_on_which_the_shop_is_closed_is_no_working_day(shop):
    handover = accepted(shop, FRIDAY)
    shop.db.add(
        Opening(
            shop_id=shop.world.shop.id,
            day=FRIDAY.date() + timedelta(days=3),
            part=DayPart.MORNING,
            opens=datetime(2026, 1, 1, 9).time(),
            closes=datetime(2026, 1, 1, 12).time(),
            state=OpeningState.CANCELLED,
        )
    )
    shop.db.flush()
    assert facts_of(shop.db, handover, FRIDAY).undo_until == FRIDAY.date() + timedelta(days=4)


def test_only_the_worker_who_did_it_can_undo_it(shop, as_):
    handover = shop.in_state(State.ACCEPTED)
    assert "Ongedaan maken" not in as_(shop.dirk).get(f"/handovers/{handover.key}").text
    assert as_(shop.dirk).post(f"/handovers/{handover.key}/undoing", data={}).status_code == 409


def decline_for_another(shop) -> Handover:
    handover = shop.in_state(State.OFFERED)
    return receiver_actions.decline(
        shop.db,
        handover,
        reason=shop.reason,
        what_then=DeclineProposal.OTHER_PARTNER,
        other=shop.pozitive,
        by=shop.as_("fatima"),
        at=NOON,
    )


def test_undoing_a_refusal_deletes_the_draft_that_it_opened(shop, as_):
    handover = decline_for_another(shop)
    assert len(drafts(shop)) == 1
    as_(shop.fatima).post(f"/handovers/{handover.key}/undoing", data={})
    assert (handover.state, drafts(shop)) == (State.OFFERED, [])


def test_a_draft_that_somebody_changed_stays(shop):
    handover = decline_for_another(shop)
    (draft,) = drafts(shop)
    sender_actions.redraft(
        shop.db,
        draft,
        shop.pozitive,
        kind=Kind.SUPPORT,
        question="Something else",
        shared=(),
        urgency=draft.urgency,
        language="",
        suits="",
        by=shop.as_("samira"),
        at=NOON,
    )
    receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    assert drafts(shop) == [draft]


def test_a_completion_can_be_undone_only_in_time(shop):
    handover = shop.in_state(State.COMPLETED, kind=Kind.TRANSFER)
    with pytest.raises(Refused):
        receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON + timedelta(days=2))
    receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    assert (handover.state, handover.ended_at) == (State.RUNNING, None)
