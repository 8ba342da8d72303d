import pytest
from sqlmodel import col, select

from app.accounts import sessions
from app.accounts.models import Membership, Role
from app.guidance.journeys import actions
from app.guidance.journeys.models import Journey, Responsibility, ResponsibilityReason
from app.handovers.lifecycle.models import Kind, State
from app.screens.staff import offboarding_actions
from app.shop.half_days.models import DayPart, Opening, Presence
from tests.guidance.conftest import (
    at_dock,  # noqa: F401
    journey,  # noqa: F401
    open_journey,
)
from tests.handovers.conftest import shop  # noqa: F401  a journey of Samira's, and handovers in any state
from tests.world import NOON, TODAY


def post_departure(client, worker, **to):
    data = {side: colleague.key for side, colleague in to.items()}
    return client.post(f"/workers/{worker.key}/departure", data=data, follow_redirects=False)


def test_every_open_journey_of_a_departing_worker_moves_at_the_same_moment(as_, world, journey):
    second = open_journey(world, person=world.kwame)
    client = as_(world.anton)
    answer = post_departure(client, world.samira, front=world.joost)
    assert answer.status_code == 303
    for moved in (journey, second):
        world.db.refresh(moved)
        assert moved.responsible_id == moved.next_worker_id == world.joost.id
        now = world.db.exec(
            select(Responsibility).where(Responsibility.journey_id == moved.id, col(Responsibility.until).is_(None))
        ).one()
        assert (now.worker_id, now.why) == (world.joost.id, ResponsibilityReason.DEPARTURE)
    world.db.refresh(world.samira)
    assert world.samira.disabled_at == NOON
    assert not world.samira.is_active


def test_a_worker_cannot_depart_before_somebody_takes_over(as_, world, journey):
    answer = post_departure(as_(world.anton), world.samira)
    assert answer.status_code == 422
    assert "Kies wie deze bezoekers gaat volgen." in answer.text
    answer = post_departure(as_(world.anton), world.samira, front=world.fatima)  # not of the front office
    assert answer.status_code == 422
    world.db.refresh(journey)
    assert journey.responsible_id == world.samira.id
    assert world.samira.is_active


def test_a_partners_people_go_to_a_colleague_of_that_partner(as_, world, at_dock):
    client = as_(world.anton)
    assert post_departure(client, world.fatima, partner=world.karim).status_code == 422  # of Pozitive
    assert post_departure(client, world.fatima, front=world.joost).status_code == 422
    assert post_departure(client, world.fatima, partner=world.dirk).status_code == 303
    world.db.refresh(at_dock)
    assert at_dock.responsible_id == world.dirk.id


def test_without_a_colleague_the_page_says_to_invite_one(as_, world, at_dock):
    world.dirk.password_hash = None
    world.db.flush()
    page = as_(world.anton).get(f"/workers/{world.fatima.key}").text
    assert "Nodig daar eerst een collega uit." in page
    assert post_departure(as_(world.anton), world.fatima).status_code == 422


@pytest.mark.parametrize("state", [State.ACCEPTED, State.RUNNING])
def test_handovers_accepted_by_a_partners_worker_go_to_a_colleague(as_, world, shop, state):
    handover = shop.in_state(state, kind=Kind.SUPPORT)
    assert handover.receiver_worker_id == world.fatima.id
    assert post_departure(as_(world.anton), world.fatima, partner=world.dirk).status_code == 303
    world.db.refresh(handover)
    assert handover.receiver_worker_id == world.dirk.id


def test_their_step_in_a_colleagues_journey_goes_to_the_responsible_worker(as_, world, journey):
    journey.next_worker_id = world.joost.id
    world.db.flush()
    assert post_departure(as_(world.anton), world.joost).status_code == 303
    world.db.refresh(journey)
    assert journey.next_worker_id == world.samira.id


def test_a_departing_worker_is_signed_out_and_no_longer_present(as_, world, client):
    opening = Opening(shop_id=world.shop.id, day=TODAY, part=DayPart.MORNING, opens=NOON.time(), closes=NOON.time())
    world.db.add(opening)
    world.db.flush()
    there = Presence(opening_id=opening.id, worker_id=world.hanna.id, since=NOON)
    world.db.add(there)
    world.db.flush()
    theirs = sessions.start(world.db, world.hanna, world.shop.id, at=NOON)
    assert post_departure(as_(world.anton), world.hanna).status_code == 303
    world.db.refresh(there)
    assert there.until == NOON
    assert sessions.actor_by_token(world.db, theirs, at=NOON) is None


def test_the_last_administrator_cannot_depart(as_, world):
    client = as_(world.anton)
    assert post_departure(client, world.anton).status_code == 409
    roles = client.post(f"/workers/{world.anton.key}/roles", data={"roles": "manager"})
    assert roles.status_code == 409
    assert "laatste beheerder" in roles.text
    world.db.add(Membership(worker_id=world.marleen.id, shop_id=world.shop.id, role=Role.ADMINISTRATOR))
    world.db.flush()
    assert post_departure(as_(world.anton), world.anton).status_code == 303


def test_an_invited_administrator_does_not_count_as_one_who_can_sign_in(as_, world):
    world.marleen.password_hash = None
    world.db.add(Membership(worker_id=world.marleen.id, shop_id=world.shop.id, role=Role.ADMINISTRATOR))
    world.db.flush()
    assert post_departure(as_(world.anton), world.anton).status_code == 409


def test_a_worker_of_two_shops_departs_from_one_only(as_, world, journey):
    world.db.add(Membership(worker_id=world.samira.id, shop_id=world.other_shop.id, role=Role.HOST))
    world.db.flush()
    assert post_departure(as_(world.anton), world.samira, front=world.joost).status_code == 303
    world.db.refresh(world.samira)
    assert world.samira.is_active
    held = world.db.exec(select(Membership).where(Membership.worker_id == world.samira.id)).all()
    assert [(m.shop_id, m.role) for m in held] == [(world.other_shop.id, Role.HOST)]


@pytest.mark.parametrize("roles", [["manager"], ["partner"], ["host", "manager"]])
def test_roles_cannot_be_removed_while_people_are_followed_in_them(as_, world, journey, roles):
    answer = as_(world.anton).post(f"/workers/{world.samira.key}/roles", data={"roles": roles})
    assert answer.status_code == 409
    assert "bezoekers: 1" in answer.text
    assert (
        as_(world.anton)
        .post(f"/workers/{world.samira.key}/roles", data={"roles": ["coordinator"]}, follow_redirects=False)
        .status_code
        == 303
    )


def test_an_administrator_sees_counts_and_never_names(as_, world, at_dock):
    open_journey(world, person=world.kwame)
    client = as_(world.anton)
    for worker in world.workers.values():
        page = client.get(f"/workers/{worker.key}").text
        assert "Hatice" not in page
        assert "Kwame" not in page
    assert "1 bezoeker van DOCK" in client.get(f"/workers/{world.fatima.key}").text


def test_nobody_is_left_alone_when_it_fails_halfway(world, journey, monkeypatch):
    open_journey(world, person=world.kwame)
    moves = []

    def breaks(*given, **named):
        if moves:
            raise RuntimeError
        moves.append(1)
        return departure_move(*given, **named)

    departure_move = actions.move_responsibility
    monkeypatch.setattr(offboarding_actions, "move_responsibility", breaks)
    with pytest.raises(RuntimeError), world.db.begin_nested():
        offboarding_actions.offboard(
            world.db, world.samira, front=world.joost, partner=None, by=world.actor(world.anton), at=NOON
        )
    assert {j.responsible_id for j in world.db.exec(select(Journey))} == {world.samira.id}
