"""A PIN confirms on a colleague's screen: it takes the password to choose, is hard to guess and does not sign in."""

import pytest
from sqlmodel import col, select

from app.accounts import passwords, pins
from app.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import sign_in
from tests.world import NOON

PIN = "2580"


def choose(client, pin=PIN, again=None, current=PASSWORD):
    return client.post("/account/pin", data={"pin": pin, "again": again or pin, "current": current})


@pytest.mark.parametrize(
    "pin",
    ["1234", "0000", "4321", "7890", "3210", "77777777", "1212", "123123", "12", "258", "123456789", "25 8", "२५८०"],
)
def test_easy_to_guess_pins_are_refused(pin):
    assert pins.obstacle(pin)


@pytest.mark.parametrize("pin", ["2580", "1235", "19735", "00070000"])
def test_other_digits_are_allowed(pin):
    assert pins.obstacle(pin) is None


def test_a_worker_chooses_a_pin_with_their_password_and_removes_it_again(as_, samira):
    client = as_(samira)
    assert choose(client).status_code == 200
    assert samira.pin_hash.startswith("$argon2id$")
    assert passwords.verify(PIN, samira.pin_hash)
    assert client.post("/account/pin/removal", data={"current": "een andere fiets"}).status_code == 422
    assert samira.pin_hash
    client.post("/account/pin/removal", data={"current": PASSWORD})
    assert samira.pin_hash is None


@pytest.mark.parametrize(
    "typed", [{"pin": "1234"}, {"again": "2581"}, {"current": "een andere fiets"}, {"pin": ""}], ids=str
)
def test_a_refused_pin_is_explained_and_not_repeated_on_the_page(as_, samira, typed):
    answer = choose(as_(samira), **typed)
    assert (answer.status_code, samira.pin_hash) == (422, None)
    assert PIN not in answer.text


def test_nobody_signs_in_with_a_pin(client, world, samira):
    samira.pin_hash = passwords.hash_password(PIN)
    world.db.flush()
    assert sign_in(client, password=PIN).status_code == 422


def test_a_disabled_account_or_a_new_password_by_link_removes_the_pin(world, samira):
    from app.accounts import actions, models

    samira.pin_hash = passwords.hash_password(PIN)
    token = actions.make_link(world.db, models.LinkPurpose.RESET, samira, at=NOON)
    link = actions.queries.valid_link(world.db, token, {models.LinkPurpose.RESET}, at=NOON)
    actions.set_password_by_link(world.db, link, samira, "een heel ander rijtje", at=NOON)
    assert samira.pin_hash is None
    samira.pin_hash = passwords.hash_password(PIN)
    actions.disable(world.db, samira, at=NOON)
    assert samira.pin_hash is None


def test_five_attempts_in_a_quarter_of_an_hour_all_logged(world, samira):
    samira.pin_hash = passwords.hash_password(PIN)
    fatima = world.actor(world.fatima)
    tries = [
        pins.allow_attempt(world.db, samira, at=NOON) and not pins.verify(world.db, samira, "9713", by=fatima, at=NOON)
        for _ in range(6)
    ]
    assert tries == [True] * 5 + [False]
    world.db.flush()
    lines = world.db.exec(select(AuditEntry).where(AuditEntry.what == "PIN refused").order_by(col(AuditEntry.id))).all()
    assert [(line.subject_id, line.worker_id) for line in lines] == [(samira.id, world.fatima.id)] * 5
    assert "9713" not in str([line.details for line in lines])


def test_the_right_pin_is_not_counted_and_does_not_reset_the_count(world, samira):
    samira.pin_hash = passwords.hash_password(PIN)
    fatima = world.actor(world.fatima)
    for pin in ("9713", "9714", "9715", "9716", PIN, PIN, "9717"):
        assert pins.allow_attempt(world.db, samira, at=NOON)
        pins.verify(world.db, samira, pin, by=fatima, at=NOON)
    assert not pins.allow_attempt(world.db, samira, at=NOON)


def test_a_worker_without_a_pin_cannot_confirm(world, samira):
    assert not pins.verify(world.db, samira, PIN, by=world.actor(world.fatima), at=NOON)
