"""Fixtures of intakes: questions, choices and a finished intake of Hatice."""

import pytest
from sqlmodel import select

from app.guidance.intakes import actions, queries
from app.guidance.intakes.models import Section
from app.shop.lists.models import ListItem, ListName
from tests.conftest import HTMX
from tests.list_items import add_list_items
from tests.world import NOON, TODAY


@pytest.fixture
def items(world):
    return add_list_items(world)


@pytest.fixture
def asked(world):
    """The shop's questions by their code."""
    return {question.code: question for question in queries.questions(world.db, world.shop.id)}


@pytest.fixture
def choice(world):
    """Finds a choice by its code: choice("languages.tr")."""

    def found(code: str) -> ListItem:
        statement = select(ListItem).where(ListItem.code == code, ListItem.shop_id == world.shop.id)
        return world.db.exec(statement.where(ListItem.list == ListName.ANSWER)).one()

    return found


@pytest.fixture
def finished(world):
    """A finished first intake with one wish; Samira is responsible for the journey."""
    by = world.actor(world.samira)
    intake = actions.start_intake(world.db, world.hatice, by=by, at=NOON)
    actions.save_passage(world.db, intake, Section.WISHES, "", "Werken in de zorg", 0, by=by, at=NOON)
    actions.finish_intake(world.db, intake, responsible=world.samira, next_what="Bellen", next_on=TODAY, by=by, at=NOON)
    return intake


@pytest.fixture
def choose(as_, world):
    """Sends the choices ticked for a question, as the form of the page does."""

    def send(intake, question, *chosen, seen=(), by="samira"):
        return as_(getattr(world, by)).post(
            f"/talks/{intake.key}/choices/{question.key}", data={"chosen": chosen, "seen": seen}, headers=HTMX
        )

    return send
