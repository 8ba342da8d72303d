"""`python3 main.py bench following`: one person with much behind them, and a worker who answers for many.

The pages that a worker opens all day: the median and the slow end of each, on a database of its own.
"""

import argparse
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from app.accounts import session_cookie, sessions
from app.core.clock import local_day
from app.core.database import make_engine
from app.front_desk.visits.models import Visit
from app.guidance.intakes import actions as talks
from app.guidance.journeys.models import Journey, Responsibility
from app.guidance.journeys.step_models import PastStep
from app.guidance.notes.models import Note
from app.people.people.models import Person
from tests.bench.load import ADDRESS
from tests.bench.servers import OURS, serving
from tests.bench.table import Row, Say, at_most, percentile
from tests.databases import migrate
from tests.world import World

GOAL = 50.0  # ms at the median, of the person's page
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass(frozen=True)
class Made:
    token: str
    person: str


def main(arguments: list[str], say: Say) -> list[Row]:
    """Makes the person and the worker, asks for their pages, and returns the rows of the table."""
    parser = argparse.ArgumentParser(prog="main.py bench following", description=__doc__, allow_abbrev=False)
    parser.add_argument("--entries", type=int, default=500, help="on the line of the person (500)")
    parser.add_argument("--journeys", type=int, default=300, help="that the worker answers for (300)")
    parser.add_argument("--times", type=int, default=100, help="that each page is asked for (100)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="werkwinkel-following-") as folder:
        database = Path(folder) / "following.db"
        say(f"Making {options.entries} entries and {options.journeys} journeys …")
        made = fill(database, options.entries, options.journeys)
        with serving(OURS, database) as server:
            one = f"/people/{made.person}"
            rests_on = f"{options.times} times, one after another"
            spent = {
                what: times(server.port, path, made.token, options.times, headers)
                for what, path, headers in (
                    (f"GET /people/{{key}}, {options.entries} entries", one, {}),
                    ("the same as a block", one, PARTIAL),
                    (f"GET /people, {options.journeys} journeys", "/people", {}),
                )
            }
    rows = []
    for what, some in spent.items():
        rows.append(at_most(f"{what}: median", median(some), GOAL, rests_on, " ms"))
        rows.append(Row(f"{what}: p95", f"{percentile(some, 0.95):.1f} ms"))
    return rows


def times(port: int, path: str, token: str, count: int, headers: Mapping[str, str]) -> list[float]:
    """Milliseconds of each request, after ten to warm up with."""
    connection, spent = HTTPConnection(ADDRESS, port), []
    for _request in range(count + 10):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"{session_cookie.LOCAL_COOKIE}={token}", **headers})
        answer = connection.getresponse()
        answer.read()
        spent.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    return spent[10:]


def fill(database: Path, entries: int, journeys: int) -> Made:
    """Hatice, with so much behind her, and Samira, who answers for so many."""
    engine, now = make_engine(f"sqlite:///{database}"), datetime.now(UTC)
    migrate(engine)
    with Session(engine, expire_on_commit=False) as db:
        world = World.build(db)
        by = world.actor(world.samira)
        talk = talks.start_intake(db, world.hatice, by=by, at=now)
        journey = talks.finish_intake(
            db, talk, responsible=world.samira, next_what="Bellen", next_on=local_day(now), by=by, at=now
        )
        for model, rows in happened(world, journey, now, entries).items():
            db.execute(insert(model), rows)
        for model, rows in answered_for(world, now, journeys).items():
            db.execute(insert(model), rows)
        token = sessions.start(db, world.samira, world.shop.id, at=now)
        made = Made(token, world.hatice.key)
        db.commit()
    engine.dispose()
    return made


def happened(world: World, journey: Journey, now: datetime, count: int) -> dict[type[SQLModel], list[dict[str, Any]]]:
    """Notes, visits and steps, an hour apart."""
    person, samira, rows = world.hatice.id, world.samira, {Note: [], Visit: [], PastStep: []}
    for n in range(count):
        at = now - timedelta(hours=n)
        note = {
            "key": f"n{n}",
            "person_id": person,
            "journey_id": journey.id,
            "organisation_id": samira.organisation_id,
            "author_id": samira.id,
            "text": "Samen gebeld met de school.",
            "written_at": at,
            "reach": "front_office",
            "version": 1,
        }
        visit = {
            "key": f"v{n}",
            "shop_id": world.shop.id,
            "person_id": person,
            "kind": "walk_in",
            "state": "done",
            "about": "over de opleiding",
            "topic": "",
            "day": local_day(at),
            "arrived_at": at,
            "language": "",
            "helped_by_id": samira.id,
            "call_name": "",
        }
        step = {
            "key": f"s{n}",
            "journey_id": journey.id,
            "person_id": person,
            "what": "Naar het ROC",
            "result": "done",
            "due_on": local_day(at),
            "taken_by": "worker",
            "worker_id": samira.id,
            "reason": "",
            "at": at,
        }
        model, row = ((Note, note), (Visit, visit), (PastStep, step))[n % 3]
        rows[model].append(row)
    return {model: some for model, some in rows.items() if some}


def answered_for(world: World, now: datetime, count: int) -> dict[type[SQLModel], list[dict[str, Any]]]:
    """Persons with an open journey of Samira's, some of them late."""
    shop, samira, today = world.shop.id, world.samira, local_day(now)
    persons, journeys, answering = [], [], []
    for n in range(count):
        number, on = 1000 + n, today + timedelta(days=n % 30 - 5)
        persons.append(
            {
                "id": number,
                "key": f"p{n}",
                "shop_id": shop,
                "name": f"Bezoeker {n}",
                "phone": "",
                "email": "",
                "street": "",
                "languages": "",
                "made_at": now,
            }
        )
        journeys.append(
            {
                "id": number,
                "key": f"j{n}",
                "person_id": number,
                "shop_id": shop,
                "opened_at": now,
                "opened_on": today,
                "responsible_id": samira.id,
                "next_what": "Bellen",
                "next_on": on,
                "next_worker_id": samira.id,
                "next_key": f"k{n}",
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
                "worker_id": samira.id,
                "since": now,
                "why": "opened",
                "organisation_id": samira.organisation_id,
                "word": "",
                "seen_at": now,
            }
        )
    every = {Person: persons, Journey: journeys, Responsibility: answering}
    return {model: some for model, some in every.items() if some}
