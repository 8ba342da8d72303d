"""Sending the outbox to a real mail server: accepting, down, refusing, slow; killed processes and recalled emails."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.messages.mail_outbox import actions, mail_server
from app.messages.mail_outbox.delivery_job import LEASE, RETRY_DELAYS, has_due_letters, send_due
from app.messages.mail_outbox.link_placeholders import LINK_MAKERS
from app.messages.mail_outbox.models import Letter, LetterState
from app.messages.notifications.actions import notify_undeliverable
from app.messages.notifications.models import Notice
from tests.messages.mail_outbox.smtp_server import text_of
from tests.world import NOON, World

FATIMA = "fatima@dock.example"


def write(world, subject="A handover waits", **more):
    more = {"worker_id": world.fatima.id, "about": "/handovers/one", "address": FATIMA, "at": NOON} | more
    return actions.enqueue(
        world.db, shop_id=world.shop.id, subject=subject, text=f"{subject}. Sign in.", language="en", **more
    )


def send(begin, at=NOON):
    send_due(begin, at, on_undeliverable=notify_undeliverable)


def test_an_email_is_sent_and_its_text_erased(world, server, begin):
    letter = write(world)
    send(begin)
    assert server.to == [FATIMA]
    assert server.got[0]["Subject"] == "A handover waits"
    assert text_of(server.got[0]).startswith("A handover waits. Sign in.")
    assert server.got[0]["Message-ID"] == f"<{letter.key}@werkwinkel.example>"
    assert (letter.state, letter.subject, letter.text) == (LetterState.SENT, "", "")
    assert letter.sent_at is not None
    send(begin, NOON + timedelta(days=1))
    assert len(server.got) == 1


def test_a_server_that_is_down_delays_an_email_and_loses_nothing(world, down, begin):
    letter = write(world)
    send(begin)
    assert (letter.state, letter.tries) == (LetterState.WAITING, 1)
    assert letter.trouble
    with down.running():
        send(begin, NOON + timedelta(seconds=30))
        assert down.got == []  # not before its time
        send(begin, NOON + timedelta(minutes=2))
    assert down.to == [FATIMA]
    assert (letter.state, letter.trouble) == (LetterState.SENT, "")


def test_a_server_that_is_down_is_tried_once_per_run(world, down, begin):
    letters = [write(world, address=f"{n}@dock.example", worker_id=None) for n in range(4)]
    send(begin)
    assert [letter.tries for letter in letters] == [1, 0, 0, 0]


def test_after_three_days_an_email_is_undeliverable_and_the_coordinator_is_notified_once(world, down, begin):
    letter, at = write(world), NOON
    second = write(world, address="dirk@dock.example", worker_id=world.dirk.id)
    while letter.state == LetterState.WAITING or second.state == LetterState.WAITING:
        send(begin, at)
        at += timedelta(hours=1)
    assert sum(RETRY_DELAYS, timedelta()) == timedelta(days=3) <= at - NOON <= timedelta(days=4)
    assert (letter.state, letter.subject) == (LetterState.DEAD, "A handover waits")
    notices = world.db.exec(select(Notice)).all()
    assert [(n.worker_id, n.kind, n.about) for n in notices] == [(world.carla.id, "letter_dead", "/undelivered")]


def test_a_permanently_refused_address_is_not_tried_again(world, server, begin):
    server.refuses[FATIMA] = "550 5.1.1 No such mailbox here"
    letter, other = write(world), write(world, address="dirk@dock.example", worker_id=world.dirk.id)
    send(begin)
    assert (letter.state, letter.tries) == (LetterState.DEAD, 1)
    assert "No such mailbox here" in letter.trouble
    assert other.state == LetterState.SENT


def test_a_temporarily_refused_address_is_tried_again(world, server, begin):
    server.refuses[FATIMA] = "450 4.2.0 Greylisted"
    letter, other = write(world), write(world, address="dirk@dock.example", worker_id=world.dirk.id)
    send(begin)
    assert (letter.state, other.state) == (LetterState.WAITING, LetterState.SENT)
    server.refuses.clear()
    send(begin, NOON + timedelta(minutes=2))
    assert letter.state == LetterState.SENT


def test_a_server_that_never_answers_times_out(world, server, begin, monkeypatch):
    monkeypatch.setattr(mail_server, "TIMEOUT_SECONDS", 0.2)
    server.slow = True
    letter = write(world)
    send(begin)
    assert (letter.state, letter.tries) == (LetterState.WAITING, 1)


def test_an_email_whose_process_died_after_sending_is_sent_again_with_the_same_id(world, server, begin):
    letter, transactions = write(world), []

    class Killed(BaseException):
        pass

    @contextmanager
    def dying():
        transactions.append(1)
        if len(transactions) == 3:  # the one that would record it as sent
            raise Killed
        with begin() as db:
            yield db

    with pytest.raises(Killed):
        send(dying)
    assert letter.state == LetterState.WAITING
    send(begin, NOON + LEASE / 2)
    assert len(server.got) == 1  # still leased
    send(begin, NOON + LEASE + timedelta(seconds=1))
    assert [m["Message-ID"] for m in server.got] == [f"<{letter.key}@werkwinkel.example>"] * 2
    assert letter.state == LetterState.SENT


def test_a_recalled_email_is_never_sent(world, server, begin):
    letter = write(world)
    actions.recall(world.db, "/handovers/one")
    send(begin)
    assert server.got == []
    assert (letter.state, letter.text) == (LetterState.RECALLED, "")


def test_an_email_recalled_while_it_is_leased_is_not_sent(world, server, begin):
    letter, transactions = write(world), []

    @contextmanager
    def recalled_meanwhile():
        transactions.append(1)
        if len(transactions) == 2:
            actions.recall(world.db, "/handovers/one")
        with begin() as db:
            yield db

    send(recalled_meanwhile)
    assert (server.got, letter.state) == ([], LetterState.RECALLED)


def test_a_link_is_created_when_the_email_is_sent_and_never_stored(world, server, begin, monkeypatch):
    monkeypatch.setitem(LINK_MAKERS, "test", lambda db, letter, at: "https://werkwinkel.example/offer/secret")
    letter = write(world, subject="Look: {link}", fills="test", worker_id=None)
    send(begin)
    assert "https://werkwinkel.example/offer/secret" in text_of(server.got[0])
    assert "secret" not in str(letter.model_dump())


def test_without_a_page_to_link_to_nothing_is_sent(world, server, begin, monkeypatch):
    monkeypatch.setitem(LINK_MAKERS, "test", lambda db, letter, at: None)
    letter = write(world, fills="test")
    send(begin)
    assert (server.got, letter.state) == ([], LetterState.RECALLED)


def test_a_link_that_cannot_be_created_delays_no_other_email(world, server, begin, monkeypatch):
    def broken(db, letter, at):
        raise KeyError("no such thing")

    monkeypatch.setitem(LINK_MAKERS, "test", broken)
    letter, other = write(world, fills="test"), write(world, address="dirk@dock.example", worker_id=world.dirk.id)
    send(begin)
    assert (letter.state, letter.tries, other.state) == (LetterState.WAITING, 1, LetterState.SENT)


def test_several_emails_for_one_worker_are_combined_into_one(world, server, begin):
    letters = [write(world, f"Subject {n}", about=f"/handovers/{n}") for n in range(5)]
    apart = write(world, "Not hers", address="dirk@dock.example", worker_id=world.dirk.id)
    send(begin)
    assert sorted(server.to) == ["dirk@dock.example", FATIMA]
    together = server.got[server.to.index(FATIMA)]
    assert together["Subject"] == "5 messages in the Werkwinkel"
    for n in range(5):
        assert f"- Subject {n}\n  https://werkwinkel.example/handovers/{n}" in text_of(together).replace("\r", "")
    assert {letter.state for letter in (*letters, apart)} == {LetterState.SENT}


def test_two_emails_are_not_combined(world, server, begin):
    write(world, "One"), write(world, "Two")
    send(begin)
    assert [m["Subject"] for m in server.got] == ["One", "Two"]


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@example.org", "Hello\r\n\r\nA body", "Hello\r\nTo: x@y.z"])
def test_a_subject_cannot_add_a_header(subject, world, server, begin):
    write(world, subject)
    send(begin)
    assert server.to == [FATIMA]
    assert server.got[0]["Bcc"] is None
    assert server.got[0]["To"] == FATIMA
    assert server.got[0]["Subject"] == " ".join(subject.split())


@pytest.mark.parametrize(
    "address", ["", "fatima", "a@b.c, d@e.f", "a@b.c\nRCPT TO:<d@e.f>", "Fatima <a@b.c>", "<a@b.c>"]
)
def test_anything_but_a_single_address_is_undeliverable(address, world, server, begin):
    letter = write(world, address=address)
    send(begin)
    assert (server.got, letter.state) == ([], LetterState.DEAD)


def test_without_a_mail_server_nothing_is_sent(world, begin):
    letter = write(world)
    assert not has_due_letters(world.db, NOON)
    send(begin)
    assert (letter.state, letter.tries) == (LetterState.WAITING, 0)


def test_two_processes_send_each_email_once(own_engine, server):
    with Session(own_engine, expire_on_commit=False) as db:
        world = World.build(db)
        for n in range(12):
            write(world, f"Subject {n}", worker_id=None, address=f"{n}@dock.example")
        db.commit()

    @contextmanager
    def begin():
        with Session(own_engine, expire_on_commit=False) as db, db.begin():
            yield db

    both = [threading.Thread(target=send, args=(begin,)) for _ in range(2)]
    [one.start() for one in both]
    [one.join() for one in both]
    assert sorted(server.to) == sorted(f"{n}@dock.example" for n in range(12))
    with Session(own_engine) as db:
        assert {letter.state for letter in db.exec(select(Letter))} == {LetterState.SENT}
