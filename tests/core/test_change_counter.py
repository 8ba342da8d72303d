"""The pulse of a shop beats with what its board shows, in the transaction of the change, and with nothing else."""

from contextlib import suppress

import pytest
from sqlmodel import Session

from app.core import change_counter
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.shop.half_days import actions
from app.shop.half_days.models import DayPart
from app.shop.half_days.queries import half_day_on
from app.shop.roster import actions as roster_actions
from tests.world import NOON, TODAY, World


@pytest.fixture
def shop(own_engine):
    with Session(own_engine, expire_on_commit=False) as db:
        world = World.build(db)
        db.commit()
        yield world


def revision_of(world) -> int:
    return change_counter.revision(world.db, world.shop.id)


def register_visit(world):
    return visits.register(world.db, world.hatice, by=world.actor(world.hanna), at=NOON)


def help_visitor(world):
    visits.help_visitor(world.db, register_visit(world), by=world.actor(world.samira), at=NOON)


def assign_visit(world):
    visits.set_assignee(world.db, register_visit(world), world.fatima, by=world.actor(world.hanna), at=NOON)


def arrive(world):
    roster_actions.arrive(world.db, world.samira.id, by=world.actor(world.samira), at=NOON)


def close_shop(world):
    half_day = half_day_on(world.db, world.shop.id, TODAY, DayPart.MORNING)
    actions.cancel(world.db, half_day, "Storm", by=world.actor(world.carla), at=NOON)


def rename_person(world):
    people.change(world.db, world.hatice, PersonDetails(name="Hatice Demir"), by=world.actor(world.hanna), at=NOON)


def plan_presence(world):
    half_day = half_day_on(world.db, world.shop.id, TODAY, DayPart.MORNING)
    roster_actions.plan(world.db, world.samira.id, half_day, by=world.actor(world.samira), at=NOON)


CHANGES = [plan_presence, register_visit, help_visitor, assign_visit, arrive, close_shop, rename_person]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_a_board_shows_beats_once_a_transaction_and_for_its_own_shop_only(shop, change):
    before = revision_of(shop)
    change(shop)
    assert revision_of(shop) == before  # not before the very end
    shop.db.commit()
    assert revision_of(shop) == before + 1
    assert change_counter.revision(shop.db, shop.other_shop.id) == 0


def test_a_mistake_that_is_taken_away_beats_too(shop):
    visit = register_visit(shop)
    shop.db.commit()
    before = revision_of(shop)
    visits.unregister(shop.db, visit, by=shop.actor(shop.hanna), at=NOON)
    shop.db.commit()
    assert (revision_of(shop), shop.db.get(Visit, visit.id)) == (before + 1, None)


def test_what_no_board_shows_does_not_beat(shop):
    before = revision_of(shop)
    shop.actor(shop.samira)  # signs in
    shop.db.commit()
    assert revision_of(shop) == before


def test_who_listens_is_told_after_the_commit_and_not_of_what_was_undone(shop):
    told = []
    listener = lambda shop_id, number: told.append((shop_id, number))  # noqa: E731
    change_counter.listeners.add(listener)
    try:
        register_visit(shop)
        shop.db.flush()
        assert told == []
        shop.db.rollback()
        shop.db.commit()
        assert told == []
        register_visit(shop)
        shop.db.commit()
        assert told == [(shop.shop.id, revision_of(shop))]
    finally:
        change_counter.listeners.discard(listener)


def test_looking_takes_nobodys_place(shop, own_engine):
    """Not even the one writer's on SQLite: a look at the pulse goes on while somebody writes."""
    register_visit(shop)
    shop.db.commit()
    known = revision_of(shop)
    visits.register(shop.db, shop.kwame, by=shop.actor(shop.hanna), at=NOON)
    shop.db.flush()  # and still writes
    with own_engine.execution_options(reading=True).connect() as connection:
        assert change_counter.revisions(connection, [shop.shop.id, 99]) == {shop.shop.id: known}


def test_a_savepoint_that_is_undone_takes_no_beat_away(shop):
    """A number that another was quicker to take costs a savepoint, in the middle of what a board must show."""
    before = revision_of(shop)
    register_visit(shop)
    shop.db.flush()
    with suppress(ValueError), shop.db.begin_nested():
        raise ValueError
    shop.db.commit()
    assert revision_of(shop) == before + 1
