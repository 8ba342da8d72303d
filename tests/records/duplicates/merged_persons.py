"""Helpers for the tests of merging."""

from datetime import timedelta

from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.guidance.journeys.models import Journey
from app.guidance.journeys.suspension_actions import suspend
from app.handovers.lifecycle.models import Kind as Sort
from app.handovers.offers import sender_actions
from app.records.duplicates.owned_rows import rows_of
from tests.world import NOON, TODAY


def rows_owned_by(db, person):
    """The keys of every row of a person, without links."""
    return {row.key for row in rows_of(db, person.id) if row.column.table != "link"}


def second_journey(world, twin, shop, worker=None):
    by = world.actor(world.joost)
    talk = talks.start_intake(world.db, twin, by=by, at=NOON)
    talks.save_passage(world.db, talk, Section.WISHES, "", "Iets met planten", 0, by=by, at=NOON)
    return talks.finish_intake(
        world.db,
        talk,
        responsible=worker or world.joost,
        next_what="Naar de kwekerij",
        next_on=TODAY + timedelta(days=3),
        by=by,
        at=NOON,
    )


def end_first_journey(db, shop):
    """Ends the journey of the first record."""
    journey = db.get_one(Journey, shop.journey.id)
    suspend(db, journey, "verhuisd", by=shop.as_("samira"), at=NOON)


def offer_handover(shop, journey, receiver, shared, kind=Sort.SUPPORT):
    samira = shop.as_("samira")
    handover = sender_actions.draft(
        shop.world.db, journey, receiver, kind=kind, question="Help", shared=shared, by=samira, at=NOON
    )
    return sender_actions.offer(shop.world.db, handover, by=samira, at=NOON)
