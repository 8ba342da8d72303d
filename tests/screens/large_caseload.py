"""A worker with many people, inserted at once."""

from datetime import timedelta

from sqlalchemy import insert

from app.guidance.journeys.models import Journey, Responsibility
from app.people.people.models import Person
from tests.world import NOON, TODAY

FIRST_ID = 10_000_000  # far beyond the ids a database assigns itself


def add_large_caseload(world, worker, count: int, *, first: int = 0) -> None:
    """Adds `count` open journeys of the worker, with next steps from five days ago on."""
    persons, journeys, answering = [], [], []
    for n in range(first, first + count):
        number = FIRST_ID + n
        persons.append(
            {
                "id": number,
                "key": f"person{n:010}",
                "shop_id": world.shop.id,
                "name": f"Bezoeker {n:03}",
                "phone": "",
                "email": "",
                "street": "",
                "languages": "",
                "made_at": NOON,
            }
        )
        journeys.append(
            {
                "id": number,
                "key": f"journey{n:09}",
                "person_id": number,
                "shop_id": world.shop.id,
                "opened_at": NOON,
                "opened_on": TODAY - timedelta(days=n % 60),
                "responsible_id": worker.id,
                "next_what": "Bellen",
                "next_on": TODAY + timedelta(days=n % 30 - 5),
                "next_worker_id": worker.id,
                "next_key": f"step{n:012}",
                "next_by": "worker",
                "next_moved": 0,
                "end_word": "",
                "last_word": "",
                "version": 1,
            }
        )
        answering.append(
            {
                "journey_id": number,
                "person_id": number,
                "worker_id": worker.id,
                "since": NOON,
                "why": "opened",
                "organisation_id": worker.organisation_id,
                "word": "",
                "seen_at": None if n % 10 == 0 else NOON,
            }
        )
    for model, rows in ((Person, persons), (Journey, journeys), (Responsibility, answering)):
        world.db.execute(insert(model), rows)
    world.db.flush()
