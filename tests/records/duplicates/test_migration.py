"""Downgrades and upgrades the tables of merging with data in them."""

from alembic import command
from alembic.config import Config
from sqlmodel import Session, select

from app.bootstrap.environment import ROOT
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.people.people.models import Person
from app.records.duplicates import actions
from tests.world import NOON, World

BEFORE = "8c1f0a7de2b4"  # the revision before merging


def test_downgrade_and_upgrade_with_merged_records_and_a_nameless_visit(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        carla = world.actor(world.carla)
        visits.register(db, world.kwame, by=carla, at=NOON)
        visits.register(db, None, about="een brief", by=carla, at=NOON)
        actions.merge(db, world.hatice, world.kwame, by=carla, at=NOON)
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    for move, to in ((command.downgrade, BEFORE), (command.upgrade, "head")):
        with own_engine.begin() as connection:
            config.attributes["connection"] = connection
            move(config, to)
    with Session(own_engine) as db:
        assert {p.name for p in db.exec(select(Person))} == {"Hatice Yıldız", "Kwame Mensah"}
        named, nameless = db.exec(select(Visit).order_by(Visit.id)).all()
        assert (named.person_id, nameless.about, nameless.card) == (world.hatice.id, "een brief", None)
        assert visits.register(db, None, by=carla, at=NOON).card
