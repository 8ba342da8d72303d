"""Reassigning several journeys at once: all of them or none, and never from a front office to a partner or back."""

import pytest

from app.core.idempotency import new_intention
from tests.guidance.conftest import open_journey
from tests.world import NOON


def seen(journey) -> str:
    return f"{journey.key}-{journey.version}"


def send(client, journeys, word="Joost kent de buurt", **data):
    chosen = [one if isinstance(one, str) else seen(one) for one in journeys]
    form = {"chosen": chosen, "word": word, "back": "people", "intention": new_intention()} | data
    return client.post("/journeys/reassignment", data=form, follow_redirects=False)


@pytest.fixture
def second(world):
    return open_journey(world, world.kwame)


def responsible(world, *journeys) -> list[int]:
    for journey in journeys:
        world.db.refresh(journey)
    return [journey.responsible_id for journey in journeys]


def test_the_page_names_every_person_and_offers_colleagues_of_the_same_team(as_, world, journey, second):
    text = as_(world.samira).get("/journeys/reassignment", params={"chosen": [seen(journey), seen(second)]}).text
    assert ("Hatice" in text, "Kwame" in text, "Joost Visser" in text, "Fatima Amrani" in text) == (
        True,
        True,
        True,
        False,
    )


def test_several_journeys_move_with_one_reason(as_, world, journey, second):
    answer = send(as_(world.samira), [journey, second], rest=f"front-{world.joost.key}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")
    assert responsible(world, journey, second) == [world.joost.id] * 2


def test_each_journey_can_go_to_another_colleague(as_, world, journey, second):
    send(as_(world.samira), [journey, second], rest=f"front-{world.joost.key}", to=f"{second.key}-{world.carla.key}")
    assert responsible(world, journey, second) == [world.joost.id, world.carla.id]


@pytest.mark.parametrize(
    ("data", "says"),
    [({}, "Kies ook een collega voor"), ({"word": "", "rest": "front-{joost}"}, "Vul dit in.")],
)
def test_nothing_moves_without_a_colleague_and_a_reason(as_, world, journey, second, data, says):
    data = {name: value.format(joost=world.joost.key) for name, value in data.items()}
    answer = send(as_(world.samira), [journey, second], **data)
    assert answer.status_code == 422
    assert says in answer.text
    assert responsible(world, journey, second) == [world.samira.id] * 2


def test_one_journey_that_cannot_move_stops_all_and_is_named(as_, world, at_dock, second):
    client = as_(world.carla)
    answer = send(client, [at_dock, second], rest=[f"front-{world.joost.key}"])
    assert answer.status_code == 422
    assert "Kies ook een collega voor Hatice Yıldız." in answer.text
    answer = send(client, [at_dock, second], to=[f"{at_dock.key}-{world.joost.key}"], rest=[f"front-{world.joost.key}"])
    assert answer.status_code == 422  # Joost is not of DOCK
    assert responsible(world, at_dock, second) == [world.fatima.id, world.samira.id]
    both = [f"front-{world.joost.key}", f"{world.dock.key}-{world.dirk.key}"]
    assert send(client, [at_dock, second], rest=both).status_code == 303
    assert responsible(world, at_dock, second) == [world.dirk.id, world.joost.id]


def test_the_responsible_worker_cannot_be_chosen_again(as_, world, journey):
    answer = send(as_(world.samira), [journey], rest=f"front-{world.samira.key}")
    assert answer.status_code == 422
    assert "Deze collega is al de vaste contactpersoon." in answer.text


def test_a_change_by_a_colleague_is_not_overwritten(as_, world, journey, second):
    old = seen(second)
    second.version += 1
    world.db.flush()
    assert send(as_(world.samira), [journey, old], rest=f"front-{world.joost.key}").status_code == 409
    assert responsible(world, journey) == [world.samira.id]


def test_a_partner_reassigns_only_its_own_journeys(as_, world, at_dock, second):
    assert send(as_(world.fatima), [second], rest=f"front-{world.joost.key}").status_code == 409
    assert send(as_(world.fatima), [at_dock], rest=f"{world.dock.key}-{world.dirk.key}").status_code == 303
    assert responsible(world, at_dock, second) == [world.dirk.id, world.samira.id]


def test_a_form_sent_twice_is_carried_out_once(as_, world, journey):
    client, chosen = as_(world.samira), [seen(journey)]
    for _press in range(2):
        answer = send(client, chosen, rest=f"front-{world.joost.key}", intention="eens")
        assert answer.status_code == 303
    assert len([r for r in journey_rows(world, journey) if r.until is None or r.until == NOON]) == 2


def journey_rows(world, journey):
    from app.guidance.journeys.queries import responsibilities

    return responsibilities(world.db, journey.id)
