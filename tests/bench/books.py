"""Databases full of invented people, made findable by the service's own rules."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event, insert, text
from sqlmodel import Session

from app.core.database import make_engine
from app.people.people.actions import rebuild_search_index
from app.people.people.models import Person
from app.shop.shops.models import Shop
from tests.bench.population import Somebody, people, unseen
from tests.bench.table import Say

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SEARCHED = 1  # the shop in which is searched
UNSEEN = 800  # of whom are measured, in that shop


@contextmanager
def servers(folder: Path, kinds: tuple[str, ...]) -> Iterator[dict[str, Callable[[], str]]]:
    """For each kind of database a function that makes an empty one."""
    from tests.run import postgresql_server

    with ExitStack() as stack:
        ways: dict[str, Callable[[], str]] = {}
        if "sqlite" in kinds:
            ways["sqlite"] = lambda: f"sqlite:///{folder / uuid4().hex}.db"
        if "postgresql" in kinds:
            server = stack.enter_context(postgresql_server())
            ways["postgresql"] = lambda: _another(server)
        yield ways


def _another(server: str) -> str:
    name = f"bench_{uuid4().hex}"
    root = create_engine(server, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    root.dispose()
    return root.url.set(database=name).render_as_string(hide_password=False)


def filled(url: str, count: int, shops: int, say: Say) -> tuple[Engine, list[Somebody]]:
    """`count` people over so many shops; and those with unseen names, who are in the shop that is searched."""
    from tests.databases import migrate

    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _for_filling)
    migrate(engine)
    dice, known = Random(17), unseen(Random(23), min(UNSEEN, count // shops // 2))
    everybody = [*known, *people(dice, count - len(known))]
    with Session(engine) as db, db.begin():
        names = [
            {"id": n, "name": f"Shop {n}", "key": uuid4().hex[:16], "place": "", "made_at": NOW}
            for n in range(1, shops + 1)
        ]
        db.execute(insert(Shop), names)
        for start in range(0, len(everybody), 20_000):
            db.execute(
                insert(Person),
                [
                    _row(place + 1, who, SEARCHED if place < len(known) else place % shops + 1)
                    for place, who in enumerate(everybody[start : start + 20_000], start)
                ],
            )
        rebuild_search_index(db, say)
    _settle(engine)
    return engine, known


def _row(number: int, who: Somebody, shop_id: int) -> dict[str, object]:
    return {
        "id": number,
        "key": f"{number:016d}",
        "shop_id": shop_id,
        "name": who.name,
        "birth_year": who.year,
        "phone": f"06{number * 7919 % 10**8:08d}",
        "email": "",
        "street": "",
        "languages": "",
        "made_at": NOW,
    }


def _for_filling(connection, record) -> None:
    """Nothing here outlives the run."""
    for pragma in ("synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _settle(engine: Engine) -> None:
    """As a database is that has been there for a while; measured is with the service's own settings."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        engine.dispose()
        return
    event.remove(engine, "connect", _for_filling)
    engine.dispose()
