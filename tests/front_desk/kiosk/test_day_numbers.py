"""Visitor numbers: each once a day from one, with days in Amsterdam time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier

import pytest
from sqlmodel import Session, select

from app.audit.audit_log import set_actor
from app.core.clock import moment
from app.front_desk.kiosk.check_in_actions import check_in
from app.front_desk.kiosk.rules import Topic
from app.front_desk.kiosk.tablet_actor import TabletActor
from app.front_desk.visits.models import COLOURS, SHAPES, Visit
from tests.front_desk.kiosk.tablets import create_tablet
from tests.world import NOON, World


def somebody(world, tablet, at, called=""):
    return check_in(world.db, Topic.WORK, language="nl", called=called, by=TabletActor(tablet), at=at)


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2026, 3, 28), date(2026, 10, 24), date(2028, 2, 28)])
def test_numbers_start_at_one_at_midnight_in_amsterdam(world, day):
    """Also around changes to summer and winter time, and a leap day."""
    tablet, tomorrow = create_tablet(world), date.fromordinal(day.toordinal() + 1)
    late = [somebody(world, tablet, moment(day, time(23, minute))).number for minute in (58, 59)]
    early = [somebody(world, tablet, moment(tomorrow, time(0, minute))).number for minute in (0, 1)]
    assert (late, early) == ([1, 2], [1, 2])


def test_every_shop_counts_for_itself(world):
    here, there = create_tablet(world), create_tablet(world, "Van De Dreef", world.other_shop)
    assert [somebody(world, tablet, NOON).number for tablet in (here, there, here)] == [1, 1, 2]


def test_names_to_call_are_erased_with_the_first_number_of_a_later_day(world, db):
    tablet, there = create_tablet(world), create_tablet(world, "Van De Dreef", world.other_shop)
    yesterday = moment(date(2026, 3, 2), time(10))
    then = [somebody(world, one, yesterday, "Amal") for one in (tablet, there)]
    today = [somebody(world, tablet, NOON, name) for name in ("Bea", "Cor")]
    for visit in (*then, *today):
        db.refresh(visit)
    assert [visit.call_name for visit in (*then, *today)] == ["", "Amal", "Bea", "Cor"]


def test_thirty_visitors_in_a_row_each_have_their_own_shape_and_colour():
    looks = {(visit.shape, visit.colour) for visit in (Visit(number=number) for number in range(1, 31))}
    assert len(looks) == 30 == len(SHAPES) * len(COLOURS)


def test_two_tablets_at_once_give_different_numbers(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        tablets = [create_tablet(world), create_tablet(world, "Bij het raam")]
    together = Barrier(2)

    def one(tablet) -> list[int]:
        together.wait(timeout=20)
        numbers = []
        for _again in range(5):
            with Session(own_engine) as db, db.begin():
                by = TabletActor(tablet)
                set_actor(db, by, NOON)
                numbers.append(check_in(db, Topic.WORK, language="ti", by=by, at=NOON).number)
        return numbers

    with ThreadPoolExecutor(2) as pool:
        given = [number for numbers in pool.map(one, tablets) for number in numbers]
    assert sorted(given) == list(range(1, 11))
    with Session(own_engine) as db:
        assert len(db.exec(select(Visit)).all()) == 10
