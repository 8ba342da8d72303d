"""Workers and their roles per shop, which only accounts.queries reads."""

from pathlib import Path

import pytest

from app.accounts import queries
from app.accounts.models import FRONT_OFFICE_ROLES, Membership, Role
from app.accounts.permissions import Permission, roles_with
from tests.world import NOON

APP = Path(__file__).parents[2] / "app"
FOLLOWERS = ["Carla Post", "Dirk Bos", "Fatima Amrani", "Joost Visser", "Karim Aydin", "Samira Bouzid"]


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.BE_PRESENT, {Role.HOST, Role.FRONT_OFFICE, Role.PARTNER, Role.COORDINATOR}),
        (Permission.FOLLOW, FRONT_OFFICE_ROLES | {Role.PARTNER}),
        (Permission.ANSWER_HANDOVERS, FRONT_OFFICE_ROLES | {Role.PARTNER}),
        (Permission.READ_STORIES, FRONT_OFFICE_ROLES),
    ],
)
def test_the_roles_that_grant_a_permission(permission, roles):
    assert roles_with(permission) == roles


def test_only_accounts_reads_memberships():
    elsewhere = {str(p.relative_to(APP)) for p in APP.rglob("*.py") if "Membership" in p.read_text()}
    assert {path for path in elsewhere if not path.startswith("accounts/")} == set()


def names(workers):
    return [worker.name for worker in workers]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"roles": roles_with(Permission.FOLLOW)}, FOLLOWERS),
        ({"roles": {Role.COORDINATOR}}, ["Carla Post"]),
        ({"roles": {Role.HOST, Role.MANAGER}}, ["Hanna de Groot", "Marleen Kok"]),
        ({"roles": set()}, []),
    ],
)
def test_workers_with_a_role_in_the_shop_by_name(world, asked, expected):
    assert names(queries.workers_with_roles(world.db, world.shop.id, **asked)) == expected


def test_workers_can_be_limited_to_an_organisation_or_exclude_others(world):
    asked = {"roles": roles_with(Permission.FOLLOW), "organisation_id": world.dock.id}
    assert names(queries.workers_with_roles(world.db, world.shop.id, **asked)) == ["Dirk Bos", "Fatima Amrani"]
    hosts = queries.member_ids(world.shop.id, {Role.HOST, Role.PARTNER})
    found = queries.workers_with_roles(world.db, world.shop.id, roles_with(Permission.FOLLOW), without=hosts)
    assert names(found) == ["Carla Post", "Joost Visser", "Samira Bouzid"]


def test_workers_who_cannot_sign_in_keep_their_role_but_are_not_offered(world):
    world.carla.password_hash, world.joost.disabled_at = None, NOON
    world.db.flush()
    front = [world.db, world.shop.id, FRONT_OFFICE_ROLES]
    assert names(queries.workers_with_roles(*front)) == ["Samira Bouzid"]
    assert names(queries.workers_with_roles(*front, invited=True)) == ["Carla Post", "Samira Bouzid"]
    assert queries.coordinators(world.db, world.shop.id) == []
    here = names(queries.workers_of_shop(world.db, world.actor(world.anton)))
    assert {"Carla Post", "Joost Visser"} <= {*here}


def test_roles_belong_to_one_shop(world):
    world.db.add(Membership(worker_id=world.samira.id, shop_id=world.other_shop.id, role=Role.COORDINATOR))
    world.db.add(Membership(worker_id=world.samira.id, shop_id=world.shop.id, role=Role.HOST))
    world.db.flush()
    here, there = world.shop.id, world.other_shop.id
    assert queries.roles_of(world.db, world.samira.id, here) == {Role.HOST, Role.FRONT_OFFICE}
    assert queries.roles_by_worker(world.db, here, [world.samira.id, None]) == {
        world.samira.id: [Role.HOST, Role.FRONT_OFFICE]
    }
    assert queries.roles_by_worker(world.db, there)[world.olaf.id] == [Role.FRONT_OFFICE]
    assert queries.shops_of(world.db, world.samira.id) == sorted([here, there])
    assert queries.shops_with_role(world.db, world.samira.id, Role.COORDINATOR) == [there]
    assert names(queries.workers_with_roles(world.db, None, {Role.COORDINATOR})) == ["Carla Post", "Samira Bouzid"]
    assert queries.worker_of_shop(world.db, there, world.carla.key) is None
