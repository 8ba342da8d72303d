"""A shop with an old register, in a database that really commits, because imports use their own transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import count

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from app.audit.audit_log import set_actor
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.people.search.search_terms import PersonFacts
from app.records.register_import.entries import Refusal, RegisterEntry
from app.records.register_import.models import Import, Stage
from app.records.register_import.running import actions, dry_run, import_jobs
from app.shop.half_days.models import DayPart
from app.shop.lists.default_lists import DEFAULT_LISTS
from app.shop.lists.models import ListItem, ListName
from tests.world import NOON, World


def line(row: int, day: str, name: str = "", **said: object) -> RegisterEntry:
    """A parsed line of a register."""
    facts = {fact: said.pop(fact) for fact in ("birth_year", "phone", "email", "street") if fact in said}
    person = PersonFacts(name=name, **facts) if name else None  # type: ignore[arg-type]
    entry = RegisterEntry(row=row, day=date.fromisoformat(day), part=DayPart.MORNING, person=person)
    entry = replace(entry, **said)  # type: ignore[arg-type]
    return replace(entry, fingerprint=f"{abs(hash(replace(entry, row=0))):x}"[:32])


def refused(row: int, why: Refusal = Refusal.NO_SUCH_DAY) -> RegisterEntry:
    return RegisterEntry(row=row, refusal=why)


class Scene:
    """The world, committed. `hand_in` imports lines as if they came from a file."""

    def __init__(self, engine: Engine, monkeypatch):
        self.engine, self.files, self._numbers = engine, {}, count(1)
        monkeypatch.setattr("app.core.database.engine", lambda: engine)
        monkeypatch.setattr(dry_run, "read_entries", lambda imported, progress=None: self.files[imported.digest])
        monkeypatch.setattr("app.records.register_import.running.batches.PAUSE_SECONDS", 0)
        with self.session() as db:
            self.world = World.build(db)
            kinds = DEFAULT_LISTS[ListName.OUTCOME]
            db.add_all(
                ListItem(shop_id=self.world.shop.id, list=ListName.OUTCOME, position=n, **one)
                for n, one in enumerate(kinds)
            )
            db.flush()
            self.shop_id = self.world.shop.id
            self.coordinator = self.world.actor(self.world.carla)
            for person in (self.world.hatice, self.world.kwame):
                people.person_changed(db, person, NOON)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as db, db.begin():
            yield db

    def new_person(self, name: str, **said: object) -> int:
        with self.session() as db:
            set_actor(db, self.coordinator, NOON)
            return people.add(db, PersonDetails(name=name, **said), by=self.coordinator, at=NOON).id  # type: ignore[arg-type]

    def hand_in(self, *entries: RegisterEntry, prepare: bool = True) -> str:
        """Uploads these lines, and counts them unless `prepare` is False. Returns the key of the import."""
        with self.session() as db:
            content = f"register {next(self._numbers)}".encode()
            imported = actions.hand_in(db, content, "inloop.csv", by=self.coordinator, at=NOON)
            self.files[imported.digest] = list(entries)
            actions.confirm_columns(db, imported, {}, 1, by=self.coordinator, at=NOON)
            key = imported.key
        if prepare:
            import_jobs.prepare(key)
            assert self.read(key).stage == Stage.READY, self.read(key).trouble
        return key

    def write(self, *entries: RegisterEntry) -> str:
        key = self.hand_in(*entries)
        import_jobs.write(key)
        assert self.read(key).stage == Stage.WRITTEN
        return key

    def read(self, key: str) -> Import:
        with self.session() as db:
            return db.exec(select(Import).where(Import.key == key)).one()

    def all(self, model):
        with self.session() as db:
            return db.exec(select(model).order_by(model.id)).all()

    def everything(self) -> dict[str, list[tuple]]:
        """Every row of every table, except the audit log, the change counters and the imports themselves."""
        besides = {"audit_entry", "pulse", "import", "import_question", "import_meaning"}
        with self.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
                for table in SQLModel.metadata.sorted_tables
                if table.name not in besides
            }
