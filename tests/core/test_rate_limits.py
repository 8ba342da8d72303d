"""Rate limits: one count for all processes, kept also of what failed, and gone with its window."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from app.core import rate_limits
from app.core.database import make_engine, run_after_rollback
from app.core.rate_limits import RateCount, RateLimit, delete_expired, has_expired, network_of
from tests.statement_counter import counted
from tests.world import NOON

THREE = RateLimit("three in a minute", 3, timedelta(minutes=1))


def hits(db, *subject, at=NOON, times=1):
    return [THREE.hit(db, *subject, at=at) for _ in range(times)]


def test_what_is_over_the_limit_is_refused_for_its_subject_alone(db):
    assert hits(db, "one", times=5) == [True] * 3 + [False] * 2
    assert hits(db, "other") == [True]


def test_two_limits_of_one_subject_have_a_count_each(db):
    hits(db, "one", times=3)
    assert RateLimit("another", 1, THREE.window).hit(db, "one", at=NOON)


def test_the_window_begins_with_its_first_hit_and_is_not_extended_by_refusals(db):
    hits(db, "one", times=3)
    assert hits(db, "one", at=NOON + timedelta(seconds=59), times=9) == [False] * 9
    assert hits(db, "one", at=NOON + timedelta(seconds=60), times=4) == [True] * 3 + [False]


def test_asking_counts_nothing(db):
    assert not THREE.is_used_up(db, "one", at=NOON)
    hits(db, "one", times=2)
    assert [THREE.is_used_up(db, "one", at=NOON) for _ in range(9)] == [False] * 9
    hits(db, "one")
    assert THREE.is_used_up(db, "one", at=NOON)
    assert not THREE.is_used_up(db, "one", at=NOON + THREE.window)


def test_a_refund_takes_back_one_hit_and_never_more_than_there_were(db):
    hits(db, "one", times=2)
    THREE.refund(db, "one")
    assert hits(db, "one", times=3) == [True, True, False]
    for _ in range(9):
        THREE.refund(db, "one")
    assert hits(db, "one", times=4) == [True] * 3 + [False]


def test_a_hit_is_one_statement(db):
    with counted(db) as statements:
        hits(db, "one")
    assert len(statements) == 1


def test_two_processes_see_the_same_count(own_engine):
    """Each has an engine of its own, as the processes of one service have."""
    other_engine = make_engine(own_engine.url.render_as_string(hide_password=False))
    allowed = []
    for engine in (own_engine, other_engine) * 2:
        with Session(engine) as db, db.begin():
            allowed += hits(db, "one")
    other_engine.dispose()
    assert allowed == [True] * 3 + [False]


def test_at_the_same_time_no_more_are_allowed(own_engine):
    together = Barrier(6)

    def one(_n: int) -> bool:
        together.wait()
        with Session(own_engine) as db, db.begin():
            return THREE.hit(db, "one", at=NOON)

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(one, range(6))) == [False] * 3 + [True] * 3


def failing_request(engine, *, refund: bool = False) -> None:
    """A request that counts a hit, perhaps takes it back, and is rolled back."""
    with suppress(LookupError), Session(engine) as db, run_after_rollback(db), db.begin():
        hits(db, "one")
        if refund:
            THREE.refund(db, "one")
        raise LookupError


def test_what_fails_is_counted_though_it_is_rolled_back(own_engine):
    for _ in range(3):
        failing_request(own_engine)
    with Session(own_engine) as db:
        assert hits(db, "one") == [False]


def test_of_what_fails_a_refund_is_kept_as_well(own_engine):
    for _ in range(9):
        failing_request(own_engine, refund=True)
    with Session(own_engine) as db:
        assert hits(db, "one", times=4) == [True] * 3 + [False]


def test_what_ends_well_is_counted_once(own_engine):
    for _ in range(2):
        with Session(own_engine) as db, run_after_rollback(db), db.begin():
            hits(db, "one")
    with Session(own_engine) as db:
        assert hits(db, "one", times=2) == [True, False]


def test_of_what_is_counted_nothing_can_be_read(db):
    hits(db, "192.0.2.1", "samira")
    (row,) = db.exec(select(RateCount))
    assert len(row.key) == 64
    assert not any(word in str(row.model_dump()) for word in ("192.0.2.1", "samira", THREE.name))


def test_rows_are_deleted_when_their_window_has_ended_some_at_a_time(db, monkeypatch):
    monkeypatch.setattr(rate_limits, "BATCH", 2)
    for subject in ("one", "two", "three"):
        hits(db, subject)
    hits(db, "later", at=NOON + timedelta(seconds=30))
    assert not has_expired(db, NOON + timedelta(seconds=59))
    after = NOON + THREE.window
    left = []
    while has_expired(db, after):
        delete_expired(db, after)
        left.append(db.exec(select(func.count()).select_from(RateCount)).one())
    assert left == [2, 1]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:0DB8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),  # as a server that listens on both kinds of address sees it
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_ipv6_is_counted_by_its_network(address, network):
    assert network_of(address) == network
