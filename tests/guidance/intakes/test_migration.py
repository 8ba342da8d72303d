"""The migration that gives existing shops the intake questions."""

from alembic import command
from alembic.config import Config
from sqlmodel import Session, select

from app.bootstrap.environment import ROOT
from app.guidance.intakes import queries
from app.guidance.intakes.default_questions import DEFAULT_QUESTIONS
from app.shop.lists import queries as lists_queries
from app.shop.lists.models import ListItem, ListName
from tests.world import World

BEFORE = "2d8e64f1c7ab"  # the revision just before the questions


def test_an_existing_shop_gets_the_questions_and_note_templates(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        obstacle = ListItem(shop_id=world.shop.id, list=ListName.OBSTACLE, code="own", name_nl="Honden", position=4)
        db.add(obstacle)
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    for move, to in ((command.downgrade, BEFORE), (command.upgrade, "head")):
        with own_engine.begin() as connection:
            config.attributes["connection"] = connection
            move(config, to)
    with Session(own_engine) as db:
        for shop in (world.shop, world.other_shop):
            vocabulary = queries.question_bank(db, shop.id)
            assert [
                (q.code, q.section, q.subject == "", q.asks, q.list, (q.name_nl, q.name_en), (q.hint_nl, q.hint_en))
                for q in vocabulary.questions
            ] == [(q.code, q.section, q.open, q.asks, q.list, q.name, q.hint) for q in DEFAULT_QUESTIONS]
            for question, default in zip(vocabulary.questions, DEFAULT_QUESTIONS, strict=True):
                own = [i for i in vocabulary.items if i.list == ListName.ANSWER and question.offers(i)]
                names = [(i.code.removeprefix(f"{default.code}."), i.name_nl, i.name_en) for i in own]
                assert names == list(default.choices)
            assert all(i.body for i in lists_queries.items(db, shop.id, ListName.NOTE))
            assert len(lists_queries.items(db, shop.id, ListName.NOTE)) > 5
        obstacles = db.exec(select(ListItem).where(ListItem.list == ListName.OBSTACLE)).all()
        assert [i.code for i in obstacles if i.shop_id == world.shop.id] == ["own", "childcare"]
