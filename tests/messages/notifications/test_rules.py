"""Who is emailed when: right away, in a daily digest, or not at all; and no email names anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.core.settings import settings
from app.messages.mail_outbox.delivery_job import send_due
from app.messages.mail_outbox.models import Letter
from app.messages.notifications import actions, digest_job
from app.messages.notifications.labels import SENTENCES, SUBJECTS, NoticeKind
from app.messages.notifications.models import MailFrequency, Notice, NoticePreference
from app.web.i18n import gettext_in
from tests.messages.mail_outbox.smtp_server import text_of
from tests.world import NOON

MONDAY_EIGHT = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)  # eight in the morning in the shop


@pytest.fixture
def fatima(world):
    world.fatima.email = "fatima@dock.example"
    world.db.flush()
    return world.fatima


def notify(world, *workers, kind=NoticeKind.OFFERED, about="/handovers/one", at=NOON, **more):
    return actions.notify(world.db, workers, kind, shop_id=world.shop.id, about=about, at=at, **more)


def letters(world):
    return list(world.db.exec(select(Letter).order_by(Letter.id)))


def choose(world, worker, pace):
    world.db.add(NoticePreference(worker_id=worker.id, pace=pace))
    world.db.flush()


def test_by_default_a_worker_is_emailed_right_away_in_their_own_language(world, fatima, down):
    (notice,) = notify(world, fatima)
    (letter,) = letters(world)
    assert (letter.address, letter.worker_id, letter.about) == (fatima.email, fatima.id, "/handovers/one")
    assert letter.subject == gettext_in(SUBJECTS[NoticeKind.OFFERED], "nl") != SUBJECTS[NoticeKind.OFFERED]
    assert gettext_in(SENTENCES[NoticeKind.OFFERED], "nl") in letter.text
    assert "https://werkwinkel.example/handovers/one" in letter.text
    assert "https://werkwinkel.example/notices/choice" in letter.text
    assert notice.told_at == NOON


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_notice_has_texts(kind):
    assert SENTENCES[kind]
    assert SUBJECTS[kind]


def test_nobody_is_emailed_without_an_address_or_a_mail_server(world, fatima, monkeypatch, down):
    assert len(notify(world, world.dirk)) == 1
    monkeypatch.setattr(settings(), "mail_server", "")
    assert len(notify(world, fatima)) == 1
    assert letters(world) == []


def test_a_demonstration_never_sends_email(world, fatima, down, monkeypatch):
    monkeypatch.setattr(settings(), "demo", True)
    notify(world, fatima)
    assert letters(world) == []


def test_the_worker_who_did_it_and_workers_who_left_are_not_notified(world, fatima, down):
    world.dirk.disabled_at = NOON
    assert notify(world, fatima, world.dirk, by_id=fatima.id) == []
    assert letters(world) == []


def test_a_worker_who_chose_no_email_gets_none(world, fatima, down):
    choose(world, fatima, MailFrequency.NONE)
    assert len(notify(world, fatima)) == 1
    digest_job.write_digests(world.db, MONDAY_EIGHT)
    assert letters(world) == []


def test_a_digest_counts_new_notices_once_a_working_day(world, fatima, down):
    choose(world, fatima, MailFrequency.DAILY)
    (
        notify(world, fatima),
        notify(world, fatima, about="/handovers/two"),
        notify(world, fatima, kind=NoticeKind.FEEDBACK),
    )
    (seen,) = notify(world, fatima, kind=NoticeKind.REMIND)
    seen.seen_at = NOON
    assert letters(world) == []
    digest_job.write_digests(world.db, MONDAY_EIGHT - timedelta(days=1))  # a Sunday
    digest_job.write_digests(world.db, MONDAY_EIGHT - timedelta(minutes=1))
    assert letters(world) == []
    digest_job.write_digests(world.db, MONDAY_EIGHT)
    digest_job.write_digests(world.db, MONDAY_EIGHT + timedelta(hours=1))
    (letter,) = letters(world)
    assert f"2 × {gettext_in(SENTENCES[NoticeKind.OFFERED], 'nl')}" in letter.text
    assert f"1 × {gettext_in(SENTENCES[NoticeKind.FEEDBACK], 'nl')}" in letter.text
    assert gettext_in(SENTENCES[NoticeKind.REMIND], "nl") not in letter.text
    assert "/handovers/" not in letter.text


def test_notices_after_a_digest_wait_for_the_next_one_even_after_days_without_runs(world, fatima, down):
    choose(world, fatima, MailFrequency.DAILY)
    digest_job.write_digests(world.db, MONDAY_EIGHT)
    notify(world, fatima, at=MONDAY_EIGHT + timedelta(hours=1))
    digest_job.write_digests(world.db, MONDAY_EIGHT + timedelta(hours=2))
    assert letters(world) == []
    for day in range(3):
        notify(world, fatima, at=MONDAY_EIGHT + timedelta(days=day))
    later = MONDAY_EIGHT + timedelta(days=9)
    digest_job.write_digests(world.db, later), digest_job.write_digests(world.db, later + timedelta(minutes=10))
    (letter,) = letters(world)
    assert "4 × " in letter.text


def test_digests_follow_local_time_when_the_clock_changes(world, fatima, down):
    """Summer time began on Sunday 29 March 2026: eight o'clock is an hour earlier in UTC."""
    choose(world, fatima, MailFrequency.DAILY)
    notify(world, fatima)
    digest_job.write_digests(world.db, datetime(2026, 3, 30, 5, 59, tzinfo=UTC))
    assert letters(world) == []
    digest_job.write_digests(world.db, datetime(2026, 3, 30, 6, 0, tzinfo=UTC))
    assert len(letters(world)) == 1


def test_recalled_notices_are_in_no_list_no_email_and_no_digest(world, fatima, server, begin):
    world.dirk.email = "dirk@dock.example"
    choose(world, world.dirk, MailFrequency.DAILY)
    notices = notify(world, fatima, world.dirk)
    actions.recall(world.db, "/handovers/one", at=NOON)
    assert all(notice.seen_at == NOON for notice in notices)
    send_due(begin, NOON, on_undeliverable=actions.notify_undeliverable)
    digest_job.write_digests(world.db, MONDAY_EIGHT)
    assert server.got == []
    assert [letter.text for letter in letters(world)] == [""]


def test_no_email_names_anybody(world, fatima, server, begin):
    world.hatice.name = "Kenmerk Zwaluw"
    for kind in NoticeKind:
        notify(world, fatima, kind=kind, about=f"/handovers/{kind}")
    choose(world, world.dirk, MailFrequency.DAILY)
    world.dirk.email = "dirk@dock.example"
    notify(world, world.dirk)
    digest_job.write_digests(world.db, MONDAY_EIGHT)
    send_due(begin, MONDAY_EIGHT, on_undeliverable=actions.notify_undeliverable)
    assert len(server.got) == 2
    for mail in server.got:
        whole = mail.as_string() + text_of(mail)
        for name in ("Kenmerk", "Zwaluw", *(w.name for w in world.workers.values())):
            assert name not in whole


def test_there_is_no_email_about_an_undelivered_email(world, down):
    world.carla.email = "carla@shop.example"
    assert len(notify(world, world.carla, kind=NoticeKind.LETTER_DEAD, about="/undelivered")) == 1
    assert letters(world) == []
    assert world.db.exec(select(Notice)).one().told_at is None


def test_a_worker_who_starts_with_digests_gets_all_earlier_notices_in_one(world, fatima, down):
    choose(world, fatima, MailFrequency.NONE)
    notify(world, fatima)
    world.db.get_one(NoticePreference, fatima.id).pace = MailFrequency.DAILY
    digest_job.write_digests(world.db, MONDAY_EIGHT)
    assert len(letters(world)) == 1
