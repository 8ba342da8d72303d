"""Notices and mail after each transition."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core import change_counter
from app.guidance.journeys import actions as journeys
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.consents.queries import covering_consent
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle.models import IntroductionState, State
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.messages.mail_outbox.models import Letter, LetterState
from app.messages.notifications.models import Notice
from app.shop.partners.queries import active_partner
from tests.handovers.handover_shop import SOON, build
from tests.world import NOON, TODAY, World

S = State


def unread_notices(shop) -> dict[str, list[str]]:
    """The kinds of unread notices, by the login of their worker."""
    found: dict[str, list[str]] = {}
    names = {worker.id: login for login, worker in shop.workers.items()}
    for notice in shop.db.exec(select(Notice).where(Notice.seen_at == None).order_by(Notice.id)):  # noqa: E711
        found.setdefault(names[notice.worker_id], []).append(notice.kind)
    return found


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (S.DRAFT, {}),
        (S.OFFERED, {"fatima": ["offered"], "dirk": ["offered"]}),
        (S.CONSIDERING, {"samira": ["question"]}),
        (S.WAITLISTED, {"samira": ["waitlisted"]}),
        (S.ACCEPTED, {"samira": ["accepted"]}),
        (S.RUNNING, {"samira": ["running"]}),
        (S.COMPLETED, {"samira": ["completed"]}),
        (S.RETURNED, {"samira": ["returned"]}),
        (S.DECLINED, {"samira": ["declined"]}),
        (S.WITHDRAWN, {"fatima": ["withdrawn"], "dirk": ["withdrawn"]}),
        (S.MISTAKEN, {"fatima": ["mistaken"], "dirk": ["mistaken"]}),
        (S.EXPIRED, {"fatima": ["expired"], "dirk": ["expired"]}),
    ],
)
def test_the_other_party_is_notified_of_the_current_state_only(shop, state, expected):
    shop.in_state(state)
    assert unread_notices(shop) == expected


def test_an_answer_is_notified_to_the_receiver_and_an_undo_to_the_sender(shop):
    handover = shop.in_state(S.CONSIDERING)
    sender_actions.answer(shop.db, handover, "Since May.", by=shop.as_("samira"), at=NOON)
    assert unread_notices(shop) == {"fatima": ["answered"], "dirk": ["answered"]}
    receiver_actions.accept(shop.db, handover, planned_for=SOON, by=shop.as_("fatima"), at=NOON)
    receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    assert unread_notices(shop) == {"samira": ["undone"]}


def test_a_worker_named_by_a_colleague_is_notified_of_the_introduction(shop):
    handover = shop.in_state(S.OFFERED)
    receiver_actions.accept(shop.db, handover, worker=shop.dirk, planned_for=SOON, by=shop.as_("fatima"), at=NOON)
    assert unread_notices(shop) == {"samira": ["accepted"], "dirk": ["introduction"]}


def test_a_moved_or_missed_introduction_is_notified_to_the_other_worker(shop):
    handover = shop.in_state(S.ACCEPTED)
    moved = SOON + timedelta(days=1)
    actions.plan_introduction(shop.db, handover, planned_for=moved, by=shop.as_("samira"), at=NOON)
    assert unread_notices(shop) == {"samira": ["accepted"], "fatima": ["introduction_moved"]}
    missed = actions.record_missed_introduction(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    assert missed.state == IntroductionState.MISSED
    assert unread_notices(shop)["samira"] == ["accepted", "introduction_missed"]


def test_a_withdrawn_consent_notifies_both_parties_and_recalls_earlier_notices(shop):
    handover = shop.in_state(S.OFFERED)
    consent = covering_consent(shop.db, handover.person_id, shop.dock.id, handover.shared, handover.kind, NOON)
    consent_changes_actions.withdraw_consent(shop.db, consent, by=shop.as_("carla"), at=NOON)
    both = ["consent_withdrawn"]
    assert unread_notices(shop) == {"samira": both, "fatima": both, "dirk": both}


def test_an_offer_on_the_spot_notifies_only_the_worker_who_was_asked(shop):
    handover = shop.in_state(S.DRAFT)
    shop.consent()
    shop.present(shop.fatima)
    on_the_spot_actions.offer_on_the_spot(shop.db, handover, shop.fatima, by=shop.as_("samira"), at=NOON)
    assert unread_notices(shop) == {"fatima": ["on_the_spot"]}


def test_an_offer_that_follows_the_responsibility_notifies_both_workers_and_the_partner(shop):
    shop.in_state(S.OFFERED)
    journeys.reassign(shop.db, shop.journey, shop.joost, "vakantie", by=shop.as_("carla"), at=NOON)
    found = unread_notices(shop)
    assert found["joost"] == found["samira"] == ["moved_along"]
    assert found["fatima"] == ["offered", "moved_along"]


def test_mail_about_the_end_follows_only_mail_that_was_sent(shop, mail):
    active_partner(shop.db, shop.shop.id, shop.pozitive.id).email = "post@pozitive.example"
    shop.karim.disabled_at = NOON
    for sent in (False, True):
        handover = shop.draft(shop.pozitive)
        shop.consent(shop.pozitive)
        sender_actions.offer(shop.db, handover, by=shop.as_("samira"), at=NOON)
        about = Letter.about == f"/handovers/{handover.key}"
        if sent:
            shop.db.exec(select(Letter).where(about)).one().state = LetterState.SENT
        sender_actions.withdraw(shop.db, handover, by=shop.as_("samira"), at=NOON)
        letters = shop.db.exec(select(Letter).where(about).order_by(Letter.id)).all()
        expected = [LetterState.SENT, LetterState.WAITING] if sent else [LetterState.RECALLED]
        assert [letter.state for letter in letters] == expected


def test_a_move_increments_the_change_counter_of_the_shop_once(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        shop = build(World.build(db))
        handover = shop.in_state(S.RUNNING)
        number = shop.shop.id
        fatima = shop.as_("fatima")
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        before = change_counter.revision(db, number)
        closing_actions.complete(db, db.merge(handover), "Done.", by=fatima, at=NOON)
    with Session(own_engine) as db:
        assert change_counter.revision(db, number) == before + 1


def test_withdrawing_a_draft_notifies_nobody(shop):
    handover = shop.in_state(S.DRAFT)
    sender_actions.withdraw(shop.db, handover, by=shop.as_("samira"), at=NOON)
    assert (unread_notices(shop), handover.made_at.date()) == ({}, TODAY)
