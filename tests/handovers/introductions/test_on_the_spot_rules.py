"""On the spot: the sender offers while all three are together, and nothing runs before the receiver's own yes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, select

from app.accounts import passwords
from app.core.state_machine import Refused
from app.handovers.consent_changes import actions
from app.handovers.disclosure.queries import person_view
from app.handovers.introductions import on_the_spot_actions
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.models import Handover, IntroductionState, Kind, State, Via
from app.handovers.offers import receiver_actions, sender_actions
from app.messages.notifications.labels import NoticeKind
from app.messages.notifications.models import Notice
from tests.handovers.handover_shop import SOON, build
from tests.world import NOON, TODAY, World

PIN = "2580"
PIN_HASH = passwords.hash_password(PIN)
NEXT = {"next_what": "Meet", "next_on": TODAY}


def say_yes(shop, handover, who="fatima", **more):
    return on_the_spot_actions.accept_on_the_spot(shop.db, handover, by=shop.as_(who), at=more.pop("at", NOON), **more)


# -- the sender offers ----------------------------------------------------------------------------------------------


def test_walking_over_offers_and_notifies_the_named_worker(shop):
    handover = shop.together()
    (plan,) = handover.introductions
    assert (handover.state, handover.on_the_spot, handover.receiver_worker_id) == (State.OFFERED, True, shop.fatima.id)
    assert (plan.state, plan.planned_for, plan.sender_said_at) == (IntroductionState.PLANNED, NOON, NOON)
    assert plan.receiver_said_at is None
    assert [(m.to_state, m.worker_id) for m in handover.moves] == [(State.OFFERED, shop.samira.id)]
    (notice,) = shop.db.exec(select(Notice).where(Notice.worker_id == shop.fatima.id))
    assert (notice.kind, notice.about) == (NoticeKind.ON_THE_SPOT, f"/handovers/{handover.key}")
    assert not facts_of(shop.db, handover, NOON).is_warm


def test_the_named_worker_must_be_in_the_shop(shop):
    handover = shop.draft()
    shop.consent()
    with pytest.raises(Refused, match="in the shop now"):
        on_the_spot_actions.offer_on_the_spot(shop.db, handover, shop.fatima, by=shop.as_("samira"), at=NOON)


def test_walking_over_needs_consent(shop):
    handover = shop.draft()
    shop.present(shop.fatima)
    with pytest.raises(Refused, match="no consent"):
        on_the_spot_actions.offer_on_the_spot(shop.db, handover, shop.fatima, by=shop.as_("samira"), at=NOON)


# -- the receiver says yes ------------------------------------------------------------------------------------------


def test_the_yes_accepts_records_and_takes_over_in_the_receivers_name(shop):
    handover = shop.together(kind=Kind.TRANSFER)
    say_yes(shop, handover, **NEXT)
    assert handover.state == State.RUNNING
    assert [(m.to_state, m.worker_id, m.via) for m in handover.moves[1:]] == [
        (State.ACCEPTED, shop.fatima.id, Via.SESSION),
        (State.RUNNING, shop.fatima.id, Via.SESSION),
    ]
    (met,) = handover.introductions
    assert met.with_all_three
    assert (met.sender_said_at, met.receiver_said_at) == (NOON, NOON)
    assert (shop.journey.responsible_id, shop.journey.next_what) == (shop.fatima.id, "Meet")
    (notice,) = shop.db.exec(select(Notice).where(Notice.worker_id == shop.fatima.id))
    assert notice.seen_at == NOON


def test_without_a_next_step_nothing_of_a_transfer_is_saved(shop):
    handover, before = shop.together(kind=Kind.TRANSFER), shop.db.begin_nested()
    with pytest.raises(Refused, match="what happens next"):
        say_yes(shop, handover)
    before.rollback()
    shop.db.expire_all()
    assert (handover.state, handover.introductions[0].state) == (State.OFFERED, IntroductionState.PLANNED)


@pytest.mark.parametrize("who", ["dirk", "samira", "karim", "carla"])
def test_only_the_named_worker_says_yes(shop, who):
    with pytest.raises(Refused):
        say_yes(shop, shop.together(), who)


def test_no_yes_once_the_named_worker_left_the_shop(shop):
    handover = shop.together()
    shop.leaves(shop.fatima)
    with pytest.raises(Refused, match="no longer in the shop"):
        say_yes(shop, handover)


def test_no_yes_on_another_day(shop):
    handover, tomorrow = shop.together(), NOON + timedelta(days=1)
    shop.present(shop.fatima, tomorrow)
    with pytest.raises(Refused, match="no longer together"):
        say_yes(shop, handover, at=tomorrow)


def test_no_yes_when_somebody_else_is_responsible_by_now(shop):
    from app.guidance.journeys import actions as journeys

    handover = shop.together()
    journeys.reassign(shop.db, shop.journey, shop.joost, "lunch", by=shop.as_("samira"), at=NOON)
    with pytest.raises(Refused, match="no longer together"):
        say_yes(shop, handover)


def test_no_yes_after_the_consent_was_withdrawn(shop):
    handover = shop.together()
    actions.withdraw_consent(shop.db, handover.consent, by=shop.as_("samira"), at=NOON)
    with pytest.raises(Refused):
        say_yes(shop, handover)
    assert handover.state == State.WITHDRAWN
    assert person_view(shop.db, shop.as_("fatima"), shop.hatice.key, NOON) is None


def test_accepted_as_an_ordinary_offer_it_is_no_longer_on_the_spot(shop):
    handover = shop.together()
    receiver_actions.accept(shop.db, handover, planned_for=SOON, by=shop.as_("fatima"), at=NOON)
    assert (handover.state, handover.on_the_spot) == (State.ACCEPTED, False)
    now, later = handover.introductions
    assert (now.state, later.planned_for) == (IntroductionState.CANCELLED, SOON)


def test_no_yes_after_the_offer_was_withdrawn(shop):
    handover = shop.together()
    sender_actions.withdraw(shop.db, handover, "she had to go", by=shop.as_("samira"), at=NOON)
    with pytest.raises(Refused, match="withdrawn"):
        say_yes(shop, handover)


# -- without an account ---------------------------------------------------------------------------------------------


def test_a_spoken_yes_is_in_the_history_as_written_down(shop, mark):
    handover = shop.together(worker=mark)
    say_yes(shop, handover, "samira", via=Via.SPOKEN, reason="Saved by Samira Bouzid")
    accepted = handover.moves[1]
    assert (accepted.worker_id, accepted.via) == (mark.id, Via.SPOKEN)
    assert accepted.reason == "Saved by Samira Bouzid"
    assert (handover.state, handover.receiver_worker_id) == (State.RUNNING, mark.id)


def test_a_worker_without_an_account_cannot_take_over(shop, mark):
    with pytest.raises(Refused):
        shop.together(worker=mark, kind=Kind.TRANSFER)


def test_the_yes_of_a_worker_with_an_account_is_not_written_down(shop):
    with pytest.raises(Refused, match="can sign in"):
        say_yes(shop, shop.together(), "samira", via=Via.SPOKEN)


def test_only_the_sender_writes_down_a_spoken_yes(shop, mark):
    with pytest.raises(Refused):
        say_yes(shop, shop.together(worker=mark), "joost", via=Via.SPOKEN)


# -- at once --------------------------------------------------------------------------------------------------------


def test_of_two_simultaneous_answers_one_counts(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        shop = build(World.build(db))
        handover = shop.together()
        number, version = handover.id, handover.version
        samira, fatima = shop.as_("samira"), shop.as_("fatima")
    at_once = Barrier(2)

    def answer(act) -> str:
        at_once.wait(timeout=20)
        try:
            with Session(own_engine) as db, db.begin():
                act(db, db.get_one(Handover, number))
            return "done"
        except Refused:
            return "refused"

    acts = [
        lambda db, h: on_the_spot_actions.accept_on_the_spot(db, h, version=version, by=fatima, at=NOON),
        lambda db, h: sender_actions.withdraw(db, h, "she had to go", version=version, by=samira, at=NOON),
    ]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, acts)) == ["done", "refused"]
    with Session(own_engine) as db:
        kept = db.get_one(Handover, number)
        met = [i.state for i in kept.introductions]
        assert (kept.state, met) in (
            (State.RUNNING, [IntroductionState.HELD]),
            (State.WITHDRAWN, [IntroductionState.CANCELLED]),
        )
