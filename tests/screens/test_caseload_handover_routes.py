"""Leave and departure: all of a worker's people are reassigned to named colleagues."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.core.idempotency import new_intention
from app.core.state_machine import Refused
from app.guidance.intakes import actions as talks
from app.guidance.journeys import actions, queries, rules
from app.guidance.journeys.models import Journey, Leave, Responsibility, ResponsibilityReason
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions as step_plans_actions
from app.handovers.lifecycle.models import State
from tests.guidance.conftest import at_dock  # noqa: F401  Fatima of DOCK is responsible for Hatice
from tests.handovers.conftest import shop  # noqa: F401  handovers in any state
from tests.screens.test_my_caseload import followed
from tests.world import NOON, TODAY


def choice_value(journey: Journey, worker) -> str:
    return f"{journey.key}-{worker.key}"


def post_leave(client, worker, *, to=(), rest=(), **typed):
    data = {"first": TODAY.isoformat(), "word": "met verlof", "to": list(to), "rest": list(rest)} | typed
    return client.post(
        f"/people/of/{worker.key}/leave", data=data | {"intention": new_intention()}, follow_redirects=False
    )


def current_responsibility(world, journey) -> tuple[str, ResponsibilityReason, str]:
    row = world.db.exec(
        select(Responsibility).where(Responsibility.journey_id == journey.id, col(Responsibility.until).is_(None))
    ).one()
    return row.worker.name, row.why, row.word


@pytest.fixture
def second(world, journey):
    return followed(world, world.kwame, world.samira, 4)


def test_everybody_is_reassigned_to_a_named_colleague_at_once(as_, world, journey, second):
    answer = post_leave(
        as_(world.samira), world.samira, to=[choice_value(journey, world.joost)], rest=[f"front-{world.carla.key}"]
    )
    assert answer.status_code == 303
    world.db.refresh(journey)
    world.db.refresh(second)
    assert current_responsibility(world, journey) == ("Joost Visser", ResponsibilityReason.LEAVE, "met verlof")
    assert current_responsibility(world, second) == ("Carla Post", ResponsibilityReason.LEAVE, "met verlof")
    assert journey.next_worker_id == world.joost.id
    row = world.db.exec(select(Leave)).one()
    assert (row.worker_id, row.first, row.last, row.word) == (world.samira.id, TODAY, None, "met verlof")
    names = [r.worker.name for r in queries.responsibilities(world.db, journey.id)]
    assert names == ["Samira Bouzid", "Joost Visser"]  # the old name stays
    assert "van Samira Bouzid" in as_(world.joost).get("/people").text


def test_it_is_refused_while_somebody_has_no_colleague(as_, world, journey, second):
    answer = post_leave(as_(world.samira), world.samira, to=[choice_value(journey, world.joost)])
    assert answer.status_code == 422
    assert "Kies ook een collega voor Kwame Mensah." in answer.text
    assert f'value="{choice_value(journey, world.joost)}" selected' in answer.text  # what was chosen is not lost
    world.db.refresh(journey)
    assert journey.responsible_id == world.samira.id
    assert world.db.exec(select(Leave)).all() == []


def test_a_leave_that_starts_later_moves_everybody_now(as_, world, journey):
    later = TODAY + timedelta(days=30)
    typed = {"first": later.isoformat(), "last": (later + timedelta(days=20)).isoformat()}
    assert (
        post_leave(as_(world.samira), world.samira, to=[choice_value(journey, world.joost)], **typed).status_code == 303
    )
    world.db.refresh(journey)
    assert journey.responsible_id == world.joost.id


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"first": "2026-03-10", "last": "2026-03-09"}, "Kies een laatste dag op of na de eerste dag."),
        ({"first": "2026-02-01", "last": "2026-03-02"}, "Dit verlof is al voorbij."),
        ({"word": ""}, "Vul dit in."),
    ],
)
def test_the_days_of_a_leave_must_be_possible(as_, world, journey, typed, says):
    answer = post_leave(as_(world.samira), world.samira, to=[choice_value(journey, world.joost)], **typed)
    assert answer.status_code == 422
    assert says in answer.text


def test_workers_manage_their_own_leave_and_a_coordinator_anybodys(as_, world, journey):
    path = f"/people/of/{world.samira.key}/leave"
    assert as_(world.joost).get(path).status_code == 404
    assert post_leave(as_(world.joost), world.samira).status_code == 404
    assert as_(world.joost).post(f"/people/of/{world.samira.key}/return").status_code == 404
    assert "Hatice" in as_(world.carla).get(path).text
    assert post_leave(as_(world.carla), world.samira, to=[choice_value(journey, world.joost)]).status_code == 303
    assert as_(world.samira).get("/people/away").status_code == 200


def test_a_partners_people_stay_with_that_partner(as_, world, at_dock):
    client = as_(world.fatima)
    page = client.get(f"/people/of/{world.fatima.key}/leave").text
    assert ("Dirk Bos" in page, "Joost Visser" in page, "Karim Aydin" in page) == (True, False, False)
    assert post_leave(client, world.fatima, to=[choice_value(at_dock, world.karim)]).status_code == 422
    assert post_leave(client, world.fatima, to=[choice_value(at_dock, world.dirk)]).status_code == 303
    world.db.refresh(at_dock)
    assert at_dock.responsible_id == world.dirk.id


def test_steps_in_colleagues_journeys_go_to_the_responsible_worker(as_, world, journey):
    by = world.actor(world.samira)
    step_plans_actions.add_step(world.db, journey, Step("Joost belt", TODAY, world.joost), by=by, at=NOON)
    later = step_plans_actions.add_step(
        world.db, journey, Step("Joost gaat mee", TODAY + timedelta(days=9), world.joost), by=by, at=NOON
    )
    assert journey.next_worker_id == world.joost.id
    assert post_leave(as_(world.joost), world.joost).status_code == 303
    world.db.refresh(journey)
    assert journey.next_worker_id == world.samira.id
    assert {step.worker_id for step in queries.later_steps(world.db, later.id)} == {world.samira.id}


class TestWhileAway:
    @pytest.fixture(autouse=True)
    def joost_is_away(self, as_, world, journey):
        assert post_leave(as_(world.joost), world.joost).status_code == 303
        world.db.expire_all()

    def test_nobody_is_assigned_to_them(self, as_, world, journey):
        by = world.actor(world.samira)
        with pytest.raises(Refused, match=rules.AWAY):
            actions.reassign(world.db, journey, world.joost, "Daarom", by=by, at=NOON)
        with pytest.raises(Refused, match=rules.AWAY):
            actions.plan_next(
                world.db, journey, result="done", what="Bellen", on=TODAY, worker=world.joost, by=by, at=NOON
            )
        talk = talks.start_intake(world.db, world.kwame, by=by, at=NOON)
        with pytest.raises(Refused, match=rules.AWAY):
            talks.finish_intake(
                world.db, talk, responsible=world.joost, next_what="Bellen", next_on=TODAY, by=by, at=NOON
            )

    @pytest.mark.parametrize("path", ["responsible", "steps"])
    def test_they_cannot_be_chosen(self, as_, world, journey, path):
        text = as_(world.samira).get(f"/journeys/{journey.key}/{path}").text
        assert ("Joost Visser" in text, "Carla Post" in text) == (False, True)

    def test_they_can_be_chosen_from_the_day_after_the_leave(self, world, journey):
        row = world.db.exec(select(Leave)).one()
        row.last = TODAY - timedelta(days=1)
        actions.reassign(world.db, journey, world.joost, "Terug", by=world.actor(world.samira), at=NOON)
        assert journey.responsible_id == world.joost.id

    def test_a_second_leave_is_refused(self, as_, world):
        assert post_leave(as_(world.joost), world.joost).status_code == 409

    def test_the_list_of_workers_shows_that_they_are_away(self, as_, world):
        assert "weg, nog niet bekend tot wanneer" in as_(world.anton).get("/workers").text


def test_a_worker_who_returns_takes_back_the_people_they_choose(as_, world, journey, second):
    post_leave(as_(world.samira), world.samira, rest=[f"front-{world.joost.key}"])
    client = as_(world.samira)
    assert "Hatice" in client.get("/people/away").text
    text = client.post(f"/people/of/{world.samira.key}/return").text
    assert "Met wie had je hiervoor contact?" in text
    world.db.refresh(journey)
    assert journey.responsible_id == world.joost.id  # nobody is moved back automatically
    chosen = f"{journey.key}-{journey.version}"
    assert f'value="{chosen}"' in text
    page = client.get(f"/journeys/reassignment?chosen={chosen}&to={world.samira.key}&back=people").text
    assert f'value="front-{world.samira.key}" selected' in page
    client.post(
        "/journeys/reassignment",
        data={"chosen": chosen, "rest": f"front-{world.samira.key}", "word": "Terug van verlof", "back": "people"},
    )
    world.db.refresh(journey)
    world.db.refresh(second)
    assert (journey.responsible_id, second.responsible_id) == (world.samira.id, world.joost.id)
    assert current_responsibility(world, journey) == (
        "Samira Bouzid",
        ResponsibilityReason.REASSIGNED,
        "Terug van verlof",
    )


def test_a_returned_transfer_skips_a_sender_on_leave(world, shop):
    from app.handovers.lifecycle.party_queries import fallback_responsible

    handover = shop.in_state(State.OFFERED)
    sender = handover.sender
    assert fallback_responsible(world.db, handover, NOON) == sender
    world.db.add(Leave(shop_id=world.shop.id, worker_id=sender.id, first=TODAY, made_by_id=sender.id, made_at=NOON))
    world.db.flush()
    assert fallback_responsible(world.db, handover, NOON) == world.carla


def post_departure(client, worker, **data):
    return client.post(
        f"/people/of/{worker.key}/departure",
        data={"word": "Andere baan"} | data | {"intention": new_intention()},
        follow_redirects=False,
    )


def test_everybody_is_reassigned_before_a_departure_so_the_administrator_finds_nobody(as_, world, journey, second):
    client = as_(world.carla)
    assert "Hatice" in client.get(f"/people/of/{world.samira.key}/departure").text
    assert post_departure(client, world.samira, to=[choice_value(journey, world.joost)]).status_code == 422
    to = [choice_value(journey, world.joost), choice_value(second, world.carla)]
    assert post_departure(client, world.samira, to=to).status_code == 303
    assert current_responsibility(world, journey)[:2] == ("Joost Visser", ResponsibilityReason.REASSIGNED)
    assert current_responsibility(world, second)[:2] == ("Carla Post", ResponsibilityReason.REASSIGNED)
    assert "Samira Bouzid volgt nu geen bezoekers." in as_(world.anton).get(f"/workers/{world.samira.key}").text


def test_after_a_departure_the_coordinator_can_choose_several_colleagues(as_, world, journey, second):
    world.samira.disabled_at = NOON
    world.db.flush()
    assert "werkt hier niet meer" in as_(world.carla).get("/people/shop").text
    to, rest = [choice_value(journey, world.joost)], [f"front-{world.carla.key}"]
    assert post_departure(as_(world.carla), world.samira, to=to, rest=rest).status_code == 303
    assert current_responsibility(world, journey) == ("Joost Visser", ResponsibilityReason.DEPARTURE, "Andere baan")
    assert current_responsibility(world, second) == ("Carla Post", ResponsibilityReason.DEPARTURE, "Andere baan")
    assert post_departure(as_(world.joost), world.samira).status_code == 404


def test_a_form_sent_twice_is_processed_once(as_, world, journey):
    client = as_(world.samira)
    data = {"first": TODAY.isoformat(), "word": "met verlof", "rest": f"front-{world.joost.key}", "intention": "eens"}
    for _press in range(2):
        answer = client.post(f"/people/of/{world.samira.key}/leave", data=data, follow_redirects=False)
        assert answer.status_code == 303
    assert len(world.db.exec(select(Leave)).all()) == 1
