"""What is measured on: the demonstration of today, a worker who is signed in, and whom they register and look for."""

import os
import random
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from app.accounts import sessions
from app.accounts.queries import shops_of, worker_by_login
from app.core.clock import local_day, now
from app.core.database import make_engine
from app.core.text_rules import fold
from app.demo.demo_database import prepare
from tests.bench.django_shop.prepare import fill
from tests.bench.table import Say

SEED = 20260301
HOST = "hanna"


@dataclass(frozen=True)
class Material:
    """A whole database that nobody writes in (each server gets a copy), and the requests' contents."""

    database: Path
    token: str
    django: Path  # the same life in Django's tables
    django_token: str
    persons: list[str]  # keys, of who is not in the shop now
    last: int  # the number of the last visit
    sought: list[str]  # what a host types: parts of names

    def copy(self, variant: str) -> Path:
        """A database of its own for a server of this kind: in the folder of the original, anew at each asking."""
        source = self.django if variant == "django" else self.database
        target = source.with_name(f"{variant}.db")
        for beside in ("", "-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)
        return Path(shutil.copyfile(source, target))


def gather(folder: Path, say: Say) -> Material:
    """Makes the demonstration in `folder`, unless that of today is there, and signs a host in."""
    folder.mkdir(parents=True, exist_ok=True)
    path, django = folder / "demonstration.db", folder / "demonstration-django.db"
    engine = make_engine(f"sqlite:///{path}")
    prepare(engine, now(), say)
    with Session(engine, expire_on_commit=False) as db, db.begin():
        worker = worker_by_login(db, HOST)
        assert worker is not None
        token = sessions.start(db, worker, shops_of(db, worker.id)[0], at=now())
    engine.dispose()
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = plain.execute(
            "SELECT key, name FROM person WHERE id NOT IN (SELECT coalesce(person_id, 0) FROM visit WHERE day = ?)"
            " ORDER BY id",
            (local_day(now()).isoformat(),),
        ).fetchall()
        last = plain.execute("SELECT max(id) FROM visit").fetchone()[0]
    plain.close()
    dice = random.Random(SEED)
    dice.shuffle(rows)
    words = [word for _key, name in rows[:400] for word in fold(name).split() if len(word) > 3]
    sought = [word[: dice.choice((3, 4, 5, 20))] for word in dice.sample(words, 200)]
    django.unlink(missing_ok=True)
    return Material(path, token, django, fill(path, django, HOST), [key for key, _name in rows], last, sought)


def cores() -> tuple[set[int], set[int]]:
    """The cores for the servers and for the load: one each where there are two."""
    if not hasattr(os, "sched_getaffinity"):
        return set(), set()
    there = sorted(os.sched_getaffinity(0))
    return ({there[0]}, set(there[1:2])) if len(there) > 1 else (set(there), set(there))
