"""The job that sends reminders: to whom, once each, and without changing a state."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from app.accounts.models import Membership
from app.handovers.introductions import actions
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.models import Handover, ReminderRecord, State
from app.handovers.lifecycle.overdue_rules import deadline
from app.handovers.offers import sender_actions
from app.handovers.reminders import no_response_actions
from app.handovers.reminders.reminder_job import send_due_reminders
from app.messages.mail_outbox.models import Letter
from app.messages.notifications.labels import NoticeKind
from app.messages.notifications.models import Notice
from app.shop.partners.deadlines import PartnerCalendar
from app.shop.partners.queries import active_partner
from tests.handovers.handover_shop import build
from tests.world import NOON, World


def after_working_days(days: int):
    return PartnerCalendar().reached(NOON, days)


def take_notices(db, worker=None) -> list[str]:
    """The kinds of notices of one worker or of everybody. Deletes all notices."""
    rows = db.exec(select(Notice).order_by(Notice.id)).all()
    found = [n.kind for n in rows if worker is None or n.worker_id == worker.id]
    for notice in rows:
        db.delete(notice)
    db.flush()
    return found


@pytest.fixture
def offered(shop) -> Handover:
    handover = shop.in_state(State.OFFERED)
    take_notices(shop.db)
    return handover


def test_each_reminder_is_sent_once_and_changes_no_state(shop, offered, mail):
    dock = active_partner(shop.db, shop.shop.id, shop.dock.id)
    dock.email = "post@dock.example"
    expected = {
        2: {"fatima": [NoticeKind.REMIND], "dirk": [NoticeKind.REMIND], "samira": []},
        5: {"fatima": [], "samira": [NoticeKind.ASK_CONTACT], "carla": []},
        10: {"fatima": [], "samira": [NoticeKind.CHOOSE], "carla": []},
        12: {"samira": [NoticeKind.CHOOSE], "carla": [NoticeKind.CHOOSE]},
    }
    for days, who in expected.items():
        for _twice in range(2):
            send_due_reminders(shop.db, after_working_days(days))
        rows = shop.db.exec(select(Notice)).all()
        assert {n: [r.kind for r in rows if r.worker_id == getattr(shop, n).id] for n in who} == who
        take_notices(shop.db)
    assert (offered.state, offered.reminded_at, offered.escalated_at) == (
        State.OFFERED,
        after_working_days(2),
        after_working_days(5),
    )
    letter = shop.db.exec(select(Letter).where(Letter.address == dock.email)).one()
    assert "Hatice" not in letter.text + letter.subject
    assert rules.expire.obstacle(facts_of(shop.db, offered, after_working_days(12)), shop.as_("samira")) is None


def test_a_reminder_goes_to_the_worker_who_took_it_on_and_not_to_colleagues(shop):
    shop.in_state(State.RUNNING)
    take_notices(shop.db)
    send_due_reminders(shop.db, after_working_days(21))
    assert (take_notices(shop.db, shop.fatima), take_notices(shop.db)) == ([NoticeKind.FEEDBACK], [])
    send_due_reminders(shop.db, after_working_days(26))
    rows = shop.db.exec(select(Notice)).all()
    assert {r.worker_id for r in rows} == {shop.fatima.id, shop.samira.id}


def test_a_late_introduction_reminds_both_workers(shop):
    handover = shop.in_state(State.ACCEPTED)
    take_notices(shop.db)
    send_due_reminders(shop.db, after_working_days(6))
    assert {r.worker_id for r in shop.db.exec(select(Notice))} == {shop.fatima.id, shop.samira.id}
    actions.record_introduction(
        shop.db,
        handover,
        with_person=True,
        with_sender=True,
        with_receiver=True,
        by=shop.as_("samira"),
        at=after_working_days(6),
    )
    assert rules.call.obstacle(facts_of(shop.db, handover, after_working_days(30)), shop.as_("samira"))


def test_after_a_pause_of_three_weeks_only_the_last_reminder_is_sent(shop, offered):
    send_due_reminders(shop.db, after_working_days(15))
    send_due_reminders(shop.db, after_working_days(15) + timedelta(minutes=1))
    assert (take_notices(shop.db, shop.samira), take_notices(shop.db)) == ([NoticeKind.CHOOSE], [])
    kept = shop.db.exec(select(ReminderRecord).order_by(ReminderRecord.id)).all()
    assert [(c.kind, c.passed_over) for c in kept] == [
        ("remind", True),
        ("contact", True),
        ("choose", True),
        ("choose_late", False),
    ]
    # The partner was not reminded in those weeks, so the offer cannot be closed as not answered either.
    assert rules.expire.obstacle(facts_of(shop.db, offered, after_working_days(15)), shop.as_("samira"))


def test_many_reminders_are_sent_in_batches(shop, offered, monkeypatch):
    monkeypatch.setattr("app.handovers.reminders.reminder_job.BATCH", 1)
    shop.in_state(State.OFFERED)
    take_notices(shop.db)
    for left in (1, 2, 2):
        send_due_reminders(shop.db, after_working_days(2))
        assert len(shop.db.exec(select(ReminderRecord)).all()) == left


def test_a_call_restarts_the_deadlines(shop, offered):
    send_due_reminders(shop.db, after_working_days(10))
    assert rules.call.obstacle(facts_of(shop.db, offered, after_working_days(9)), shop.as_("samira"))
    no_response_actions.call(shop.db, offered, by=shop.as_("samira"), at=after_working_days(10))
    take_notices(shop.db)
    send_due_reminders(shop.db, after_working_days(11))
    assert take_notices(shop.db) == []
    send_due_reminders(shop.db, after_working_days(12))
    assert take_notices(shop.db, shop.fatima) == [NoticeKind.REMIND]
    assert deadline(facts_of(shop.db, offered, after_working_days(12))).last_day == after_working_days(15).date()


def test_an_ended_handover_sends_no_reminders_and_recalls_unread_ones(shop, offered):
    send_due_reminders(shop.db, after_working_days(2))
    sender_actions.withdraw(shop.db, offered, by=shop.as_("samira"), at=after_working_days(3))
    rows = shop.db.exec(select(Notice).where(Notice.worker_id == shop.fatima.id).order_by(Notice.id)).all()
    assert [(n.kind, n.seen_at is None) for n in rows] == [("remind", False), ("withdrawn", True)]
    take_notices(shop.db)
    send_due_reminders(shop.db, after_working_days(20))
    assert take_notices(shop.db) == []


def test_a_question_from_the_partner_reminds_the_sender(shop):
    shop.in_state(State.CONSIDERING)
    take_notices(shop.db)
    send_due_reminders(shop.db, after_working_days(2))
    assert (take_notices(shop.db, shop.samira), take_notices(shop.db)) == ([NoticeKind.REMIND], [])


def test_a_partner_is_not_reminded_of_what_it_may_no_longer_see(shop, offered):
    offered.consent.until = NOON.date()
    send_due_reminders(shop.db, after_working_days(2))
    assert (take_notices(shop.db), offered.reminded_at) == ([], None)


def test_a_partner_without_accounts_gets_mail_that_names_nobody(shop, mail):
    handover = shop.in_state(State.DRAFT)
    shop.consent()
    for worker in (shop.fatima, shop.dirk):
        shop.db.delete(shop.db.exec(select(Membership).where(Membership.worker_id == worker.id)).one())
    active_partner(shop.db, shop.shop.id, shop.dock.id).email = "post@dock.example"
    sender_actions.offer(shop.db, handover, by=shop.as_("samira"), at=NOON)
    letter = shop.db.exec(select(Letter)).one()
    assert (letter.fills, letter.about) == ("offer_link", f"/handovers/{handover.key}")
    assert letter.subject == "Er staat een overdracht voor je klaar"
    assert "{link}" in letter.text
    assert not {"Hatice", "Samira"} & set(letter.text.split())
    send_due_reminders(shop.db, after_working_days(2))
    assert len(shop.db.exec(select(Letter).where(Letter.fills == "offer_link")).all()) == 2


def test_two_processes_at_the_same_time_send_a_reminder_once(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        shop = build(World.build(db))
        for _ in range(3):
            shop.in_state(State.OFFERED)
        take_notices(db)
    both, failed = Barrier(2), []

    def run() -> None:
        try:
            with Session(own_engine, expire_on_commit=False) as db:
                both.wait()
                with db.begin():
                    send_due_reminders(db, after_working_days(2))
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Session(own_engine) as db:
        assert sorted(take_notices(db)) == [NoticeKind.REMIND] * 6  # Fatima and Dirk, of each of the three
        assert len(db.exec(select(ReminderRecord)).all()) == 3


def test_a_process_that_read_before_another_sent_sends_nothing(shop, offered, monkeypatch):
    """Like a process that selected the due handovers just before another sent their reminders."""
    monkeypatch.setattr("app.handovers.reminders.reminder_job.due_handovers", lambda db, at: [offered])
    send_due_reminders(shop.db, after_working_days(2))
    take_notices(shop.db)
    send_due_reminders(shop.db, after_working_days(2))
    assert take_notices(shop.db) == []


def test_choosing_another_partner_withdraws_and_makes_a_draft_that_refers_to_it(as_, shop, offered):
    page = as_(shop.samira).get(f"/handovers/{offered.key}").text
    assert 'id="choice"' not in page
    offered.offered_at = NOON - timedelta(days=15)
    shop.db.flush()
    client = as_(shop.samira)
    assert 'id="choice"' in client.get(f"/handovers/{offered.key}").text
    wrong = client.post(f"/handovers/{offered.key}/other-partner", data={"other": "", "reason": ""})
    assert wrong.status_code == 422
    form = {"other": shop.pozitive.key, "reason": "Geen antwoord", "intention": "abc", "version": offered.version}
    answer = client.post(f"/handovers/{offered.key}/other-partner", data=form, follow_redirects=False)
    draft = shop.db.exec(select(Handover).where(Handover.previous_id == offered.id)).one()
    assert answer.headers["location"] == f"/handovers/{draft.key}/draft"
    assert (offered.state, draft.state, draft.receiver_id) == (State.WITHDRAWN, State.DRAFT, shop.pozitive.id)


def test_recording_a_call_needs_no_fields_and_removes_the_choices(as_, shop, offered):
    offered.offered_at = NOON - timedelta(days=15)
    shop.db.flush()
    client = as_(shop.samira)
    assert client.post(f"/handovers/{offered.key}/call", data={"version": offered.version}).status_code == 200
    assert 'id="choice"' not in client.get(f"/handovers/{offered.key}").text
    assert as_(shop.fatima).post(f"/handovers/{offered.key}/call").status_code == 409
