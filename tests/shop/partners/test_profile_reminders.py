"""Who is told that nobody looked at a window for a month, and how often."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.messages.notifications.models import Notice
from app.shop.partners.profile_reminder_job import remind_stale_profiles
from app.shop.partners.queries import active_partner, all_partners
from app.shop.partners.rules import PROFILE_VALID_FOR
from tests.world import NOON


@pytest.fixture
def dock(world):
    """DOCK; all other windows are fresh for years."""
    for partner in all_partners(world.db, world.actor(world.samira)):
        partner.fresh_at = NOON + timedelta(days=1_000)
    return active_partner(world.db, world.shop.id, world.dock.id)


def told(world) -> list[str]:
    return [notice.worker.name for notice in world.db.exec(select(Notice).order_by(Notice.id))]


def test_its_workers_are_told_once_a_month_until_somebody_says_that_all_is_right(world, dock):
    dock.fresh_at = NOON - PROFILE_VALID_FOR
    remind_stale_profiles(world.db, NOON)
    assert told(world) == []
    late = NOON + timedelta(minutes=1)
    remind_stale_profiles(world.db, late)
    remind_stale_profiles(world.db, late + timedelta(days=1))
    assert told(world) == ["Fatima Amrani", "Dirk Bos"]
    assert {notice.about for notice in world.db.exec(select(Notice))} == {"/window"}
    remind_stale_profiles(world.db, late + PROFILE_VALID_FOR)
    assert told(world) == ["Fatima Amrani", "Dirk Bos"] * 2
    dock.fresh_at = late + PROFILE_VALID_FOR
    remind_stale_profiles(world.db, late + PROFILE_VALID_FOR * 2)
    assert len(told(world)) == 4


def test_nobody_is_told_of_a_partner_that_takes_no_part_any_more_nor_who_cannot_sign_in(world, dock):
    dock.fresh_at, world.dirk.disabled_at = None, NOON
    remind_stale_profiles(world.db, NOON)
    assert told(world) == ["Fatima Amrani"]
    dock.retired_at = NOON
    remind_stale_profiles(world.db, NOON + PROFILE_VALID_FOR * 2)
    assert told(world) == ["Fatima Amrani"]


def test_only_who_can_say_that_it_is_right_is_told(world, dock):
    front = active_partner(world.db, world.shop.id, world.leerwerkloket.id)
    front.fresh_at, dock.fresh_at = None, NOON
    remind_stale_profiles(world.db, NOON)
    assert told(world) == ["Samira Bouzid", "Carla Post"]  # and not Hanna, who is a host


def test_a_stale_window_is_asked_about_where_the_handovers_stand(as_, world, dock):
    dock.fresh_at = NOON - PROFILE_VALID_FOR - timedelta(days=1)
    client = as_(world.fatima)
    asked = "Klopt nog wat jullie hier bieden?"
    assert asked in client.get("/handovers").text
    client.post("/window/confirmation")
    assert asked not in client.get("/handovers").text
