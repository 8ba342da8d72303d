"""How many statements the inbox takes, whatever the number of handovers, and how many an acceptance takes."""

from collections.abc import Callable
from typing import Any

import pytest

from app.guidance.intakes import actions as talks
from app.handovers.lifecycle.models import Kind, State
from app.people.people.models import Person
from tests.conftest import HTMX
from tests.handovers.handover_shop import HandoverShop
from tests.statement_counter import counted
from tests.world import NOON, TODAY

INBOX_STATEMENTS = 18  # at most, whatever the number of handovers
ACCEPT_STATEMENTS = 20
STATES = (State.OFFERED, State.ACCEPTED, State.COMPLETED, State.CONSIDERING, State.RUNNING, State.DECLINED)


def shop_with_another_person(shop: HandoverShop, number: int) -> HandoverShop:
    """The same shop, in which Samira is responsible for another person as well."""
    world, samira = shop.world, shop.as_("samira")
    person = Person(shop_id=world.shop.id, name=f"Person {number}", birth_year=1980, made_at=NOON)
    world.db.add(person)
    world.db.flush()
    talk = talks.start_intake(world.db, person, by=samira, at=NOON)
    journey = talks.finish_intake(
        world.db, talk, responsible=world.samira, next_what="Call", next_on=TODAY, by=samira, at=NOON
    )
    return HandoverShop(world, journey, shop.debts, shop.reason)


def handovers_in_every_list(shop: HandoverShop, count: int) -> None:
    """From Samira to Fatima, each about another person; and one that Fatima took over and now drafts an offer for."""
    offered_on = shop_with_another_person(shop, 0)
    offered_on.in_state(State.COMPLETED, kind=Kind.TRANSFER)
    offered_on.draft(shop.pozitive, by="fatima")
    for number in range(count):
        kind = Kind.TRANSFER if number % 2 else Kind.SUPPORT
        shop_with_another_person(shop, number).in_state(STATES[number % len(STATES)], kind=kind)


def statements_of(shop: HandoverShop, ask: Callable[[], Any]) -> list[str]:
    """The statements of a request in a new session, in which nothing is loaded yet."""
    shop.db.expunge_all()
    with counted(shop.db) as statements:
        assert ask().status_code in (200, 303)
    return statements


@pytest.mark.parametrize("count", [1, 5, 10, 30])
@pytest.mark.parametrize("worker", ["samira", "fatima"])
def test_the_inbox_takes_no_more_statements_for_many_handovers_than_for_one(shop, as_, worker, count):
    handovers_in_every_list(shop, count)
    client = as_(getattr(shop.world, worker))
    page = statements_of(shop, lambda: client.get("/handovers"))
    refresh = statements_of(shop, lambda: client.get("/handovers/list", headers=HTMX, follow_redirects=False))
    assert len(page) <= INBOX_STATEMENTS, page
    assert len(refresh) < len(page), refresh


@pytest.mark.parametrize("count", [1, 5])
def test_offers_on_the_spot_add_a_fixed_number_of_statements(shop, as_, count):
    handovers_in_every_list(shop, 1)
    for number in range(count):
        shop_with_another_person(shop, number).together()
    client = as_(shop.fatima)
    here = 2  # the workers present today, and whether Fatima is one of them
    assert len(statements_of(shop, lambda: client.get("/handovers"))) <= INBOX_STATEMENTS + here


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("colleague", [False, True])
def test_accepting_reads_and_writes_each_thing_once(shop, as_, kind, colleague):
    handover = shop.in_state(State.OFFERED, kind=kind)
    form = {
        "version": str(handover.version),
        "on": str(TODAY),
        "time": "15:00",
        "worker": shop.dirk.key if colleague else "",
    }
    url, client = f"/handovers/{handover.key}/acceptance", as_(shop.fatima)
    found = statements_of(shop, lambda: client.post(url, data=form, follow_redirects=False))
    assert len(found) <= ACCEPT_STATEMENTS, found
    assert sum(statement.startswith("UPDATE handover ") for statement in found) == 1
