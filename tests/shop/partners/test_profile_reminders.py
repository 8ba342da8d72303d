"""Reminders to confirm the profile of a partner: to whom, and how often."""

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
    """DOCK. All other profiles stay fresh for years."""
    for partner in all_partners(world.db, world.actor(world.samira)):
        partner.fresh_at = NOON + timedelta(days=1_000)
    return active_partner(world.db, world.shop.id, world.dock.id)


def notified(world) -> list[str]:
    return [notice.worker.name for notice in world.db.exec(select(Notice).order_by(Notice.id))]


def test_workers_are_reminded_once_a_month_until_the_profile_is_confirmed(world, dock):
    dock.fresh_at = NOON - PROFILE_VALID_FOR
    remind_stale_profiles(world.db, NOON)
    assert notified(world) == []
    late = NOON + timedelta(minutes=1)
    remind_stale_profiles(world.db, late)
    remind_stale_profiles(world.db, late + timedelta(days=1))
    assert notified(world) == ["Fatima Amrani", "Dirk Bos"]
    assert {notice.about for notice in world.db.exec(select(Notice))} == {"/window"}
    remind_stale_profiles(world.db, late + PROFILE_VALID_FOR)
    assert notified(world) == ["Fatima Amrani", "Dirk Bos"] * 2
    dock.fresh_at = late + PROFILE_VALID_FOR
    remind_stale_profiles(world.db, late + PROFILE_VALID_FOR * 2)
    assert len(notified(world)) == 4


def test_retired_partners_and_disabled_workers_are_not_reminded(world, dock):
    dock.fresh_at, world.dirk.disabled_at = None, NOON
    remind_stale_profiles(world.db, NOON)
    assert notified(world) == ["Fatima Amrani"]
    dock.retired_at = NOON
    remind_stale_profiles(world.db, NOON + PROFILE_VALID_FOR * 2)
    assert notified(world) == ["Fatima Amrani"]


def test_only_workers_who_can_confirm_the_profile_are_reminded(world, dock):
    front = active_partner(world.db, world.shop.id, world.leerwerkloket.id)
    front.fresh_at, dock.fresh_at = None, NOON
    remind_stale_profiles(world.db, NOON)
    assert notified(world) == ["Samira Bouzid", "Carla Post"]  # and not Hanna, who is a host


def test_the_handovers_page_asks_to_confirm_a_stale_profile(as_, world, dock):
    dock.fresh_at = NOON - PROFILE_VALID_FOR - timedelta(days=1)
    client = as_(world.fatima)
    asked = "Klopt nog wat jullie hier bieden?"
    assert asked in client.get("/handovers").text
    client.post("/window/confirmation")
    assert asked not in client.get("/handovers").text
