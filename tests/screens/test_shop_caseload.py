"""The whole shop: the lists that must be empty, and all open journeys."""

from datetime import time, timedelta

import pytest

from app.core.clock import moment
from app.core.working_days import working_days_after
from app.guidance.journeys.models import Leave
from app.handovers.lifecycle.models import State
from app.handovers.reminders.overdue_queries import overdue_offers
from app.shop.partners.queries import active_partner
from tests.handovers.conftest import shop  # noqa: F401  handovers in any state
from tests.screens.large_caseload import add_large_caseload
from tests.screens.test_my_caseload import followed
from tests.statement_counter import counted
from tests.world import NOON, TODAY


def away(world, worker, first=0, last=10):
    day = timedelta(days=1)
    leave = Leave(
        shop_id=world.shop.id,
        worker_id=worker.id,
        first=TODAY + first * day,
        last=TODAY + last * day,
        word="met verlof",
        made_by_id=world.carla.id,
        made_at=NOON,
    )
    world.db.add(leave)
    world.db.flush()
    return leave


def test_only_a_coordinator_sees_the_whole_shop(as_, world, journey):
    assert as_(world.carla).get("/people/shop").status_code == 200
    for who in (world.samira, world.fatima, world.hanna, world.marleen, world.anton):
        for path in ("/people/shop", "/people/shop/offers"):
            assert as_(who).get(path).status_code == 404


def test_empty_lists_are_reported_as_empty_and_everybody_is_shown(as_, world, journey):
    text = as_(world.carla).get("/people/shop").text
    assert "Ze zijn leeg. Iedereen heeft een stap die nog komt" in text
    assert "Hatice" in text


def test_a_journey_without_an_upcoming_step_has_its_buttons_there(as_, world, journey):
    late = followed(world, world.kwame, world.joost, -2)
    text = as_(world.carla).get("/people/shop").text
    assert "Geen stap die nog komt" in text
    assert f"/journeys/{late.key}/steps/{late.next_key}/move?back=shop" in text
    assert text.count(">Kwame Mensah</bdi></a>") == 1  # not once more in the list below


def test_people_of_workers_who_are_away_or_left_are_listed(as_, world, journey):
    away(world, world.samira)
    followed(world, world.kwame, world.joost, 3)
    world.joost.disabled_at = NOON
    world.db.flush()
    text = as_(world.carla).get("/people/shop").text
    assert "Vaste contactpersoon is er niet" in text
    assert "weg tot en met" in text
    assert "werkt hier niet meer" in text
    for worker in (world.samira, world.joost):
        assert f'href="/people/of/{worker.key}/departure"' in text
    alone = as_(world.carla).get("/people/shop?group=alone").text
    assert ("Hatice" in alone, "Kwame" in alone) == (True, True)


def test_a_past_or_future_leave_leaves_nobody_alone(as_, world, journey):
    away(world, world.samira, first=1)
    away(world, world.samira, first=-9, last=-1)
    assert "Ze zijn leeg." in as_(world.carla).get("/people/shop").text


@pytest.mark.parametrize(("limit", "days"), [(None, 5), (1, 1), (8, 8)])
def test_an_offer_is_late_from_the_day_after_it_should_have_been_answered(world, shop, limit, days):
    active_partner(world.db, world.shop.id, world.dock.id).contact_after = limit
    handover = shop.in_state(State.OFFERED)
    last = working_days_after(TODAY, days)
    for day, late in ((last, 0), (last + timedelta(days=1), 1)):
        total, offers, _more = overdue_offers(world.db, world.actor(world.carla), moment(day, time(0, 1)))
        assert (total, [facts.handover for facts in offers]) == (late, [handover] * late)


def test_the_next_page_starts_after_the_key(world, shop):
    found = [shop.in_state(State.OFFERED, receiver=world.dock) for _ in range(3)]
    later, carla = NOON + timedelta(days=20), world.actor(world.carla)
    for after, offers, more in (("", found[:2], found[1].key), (found[1].key, found[2:], "")):
        total, facts, key = overdue_offers(world.db, carla, later, after=after, size=2)
        assert (total, [one.handover for one in facts], key) == (3, offers, more)


def test_offers_not_answered_in_time_are_listed(as_, world, shop):
    handover = shop.in_state(State.OFFERED)
    assert f"/handovers/{handover.key}" not in as_(world.carla).get("/people/shop").text
    handover.offered_at = NOON - timedelta(days=10)
    world.db.flush()
    for path in ("/people/shop", "/people/shop/offers"):
        assert f"/handovers/{handover.key}" in as_(world.carla).get(path).text
    handover.state = State.ACCEPTED
    world.db.flush()
    assert "Geen. Elke aangeboden overdracht is op tijd beantwoord." in as_(world.carla).get("/people/shop/offers").text


def test_the_list_of_one_worker_stays_until_another_is_chosen(as_, world, journey):
    followed(world, world.kwame, world.joost, 3)
    client = as_(world.carla)
    client.post("/people/shop/choice", data={"worker": world.joost.key})
    text = client.get("/people/shop").text
    assert ("Kwame" in text, "Hatice" in text) == (True, False)
    assert "Hatice" in client.get("/people/shop?group=all").text


def test_another_shop_is_not_listed(as_, world, journey):
    world.carla_next_door = None
    assert "Hatice" not in as_(world.olaf).get("/people").text


def test_the_number_of_statements_does_not_grow_with_the_number_of_people(as_, world):
    asked = []
    for count, first in ((20, 0), (280, 20)):
        add_large_caseload(world, world.joost, count, first=first)
        client = as_(world.carla)
        world.db.expire_all()
        with counted(world.db) as found:
            assert client.get("/people/shop").status_code == 200
        asked.append(list(found))
    assert len(asked[1]) <= 12, "\n".join(asked[1])
    assert len(asked[0]) == len(asked[1])
