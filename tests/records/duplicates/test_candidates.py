"""Probable duplicates: found when a person is added or changed, and decided on by a host or coordinator."""

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.records.duplicates import actions, candidate_list, queries
from app.records.duplicates.models import Different, Double
from tests.records.duplicates.conftest import LATER
from tests.world import NOON


def test_a_duplicate_is_listed_when_it_is_added_and_removed_when_it_no_longer_matches(world, db, twin, carla):
    (double,) = queries.probable_pairs(db, carla)
    assert {double.one_id, double.other_id} == {world.hatice.id, twin.id}
    assert queries.count_pairs(db, carla, NOON) == 1
    people.change(db, twin, PersonDetails(name="Emine Kaplan", birth_year=1971), by=carla, at=NOON)
    assert queries.probable_pairs(db, carla) == []


def test_the_badge_counts_certain_pairs_and_the_list_shows_all(as_, world, db, twin, carla):
    assert (db.scalar(queries.certain_pairs_count(carla, NOON)), queries.count_pairs(db, carla, NOON)) == (0, 1)
    assert 'class="count">' not in as_(world.carla).get("/doubles").text
    people.change(db, twin, PersonDetails(name="Hatice Yildiz", phone=world.hatice.phone), by=carla, at=NOON)
    assert (db.scalar(queries.certain_pairs_count(carla, NOON)), queries.count_pairs(db, carla, NOON)) == (1, 1)
    assert 'class="count">1<' in as_(world.carla).get("/doubles").text


@pytest.mark.parametrize("who", ["samira", "hanna", "fatima", "marleen", "anton", "petra", "olaf"])
def test_only_a_coordinator_of_the_shop_sees_the_list(as_, world, db, twin, link, who):
    worker, made = getattr(world, who), link()
    assert queries.probable_pairs(db, world.actor(worker)) == []
    client = as_(worker)
    for url in ("/doubles", f"/people/{world.hatice.key}/links/new", f"/links/{made.key}/undoing"):
        assert client.get(url).status_code == 404
    assert client.post(f"/links/{made.key}/undoing").status_code == 404
    assert client.post(f"/people/{world.hatice.key}/links", data={"other": world.kwame.key}).status_code == 404
    assert client.post("/doubles/different", data={"one": twin.key, "other": world.kwame.key}).status_code == 404


INITIAL = PersonDetails(name="H. Yildiz", birth_year=1990, street="Zambesidreef")  # may be Hatice, but is not certain


def test_a_mark_shows_who_made_it_and_can_be_withdrawn(as_, world, db, twin):
    people.change(db, twin, INITIAL, by=world.actor(world.hanna), at=NOON)
    client = as_(world.carla)
    assert "bijna zeker" not in client.get("/doubles").text
    for _again in range(2):
        client.post("/doubles/different", data={"one": world.hatice.key, "other": twin.key})
    said = db.exec(select(Different)).one()
    assert (said.by_id, said.at_the_door, said.taken_back_at) == (world.carla.id, False, None)
    page = client.get("/doubles").text
    assert "gezegd door Carla Post, vandaag" in page
    assert db.exec(select(Double)).all() == []
    people.change(
        db, twin, PersonDetails(name="Hatice Yildiz", phone="0612345678"), by=world.actor(world.hanna), at=NOON
    )
    candidate_list.rebuild_shop(db, world.shop.id, NOON)
    assert db.exec(select(Double)).all() == []  # whatever becomes known later
    client.post(f"/different/{said.key}/withdrawal")
    assert len(db.exec(select(Double)).all()) == 1
    db.refresh(said)
    assert said.taken_back_by_id == world.carla.id


def test_a_hosts_mark_settles_a_probable_pair_but_not_a_certain_one(world, db, twin, carla):
    hanna = world.actor(world.hanna)
    people.change(db, twin, INITIAL, by=hanna, at=NOON)
    actions.mark_different(db, world.hatice, twin, at_the_door=True, by=hanna, at=NOON)
    assert queries.probable_pairs(db, carla) == []
    people.change(db, twin, PersonDetails(name="Hatice Yildiz", phone="0612345678"), by=hanna, at=NOON)
    (double,) = queries.probable_pairs(db, carla)
    assert queries.compare_pair(db, double.one, double.other, NOON).mark.by_id == world.hanna.id
    actions.mark_different(db, world.hatice, twin, by=carla, at=NOON)
    assert queries.probable_pairs(db, carla) == []


def test_a_merged_pair_is_not_listed_and_does_not_return_after_unmerging(world, db, twin, link, carla):
    made = link()
    assert queries.probable_pairs(db, carla) == []
    third = people.add(db, PersonDetails(name="Hatiçe Yıldız", birth_year=1990), by=carla, at=NOON)
    assert [{d.one_id, d.other_id} for d in queries.probable_pairs(db, carla)] == [{world.hatice.id, third.id}]
    actions.unmerge(db, made, by=carla, at=LATER)
    pairs = [{d.one_id, d.other_id} for d in queries.probable_pairs(db, carla)]
    assert {world.hatice.id, twin.id} not in pairs
    assert {twin.id, third.id} in pairs


def test_a_mark_on_one_record_holds_for_the_whole_person(world, db, twin, link, carla):
    third = people.add(db, PersonDetails(name="Hatiçe Yıldız", birth_year=1990), by=carla, at=NOON)
    actions.mark_different(db, twin, third, by=carla, at=NOON)
    link()
    assert queries.probable_pairs(db, carla) == []


def test_a_rebuilt_list_has_the_same_pairs(world, db, twin, carla):
    before = [(d.one_id, d.other_id, d.score) for d in queries.probable_pairs(db, carla)]
    assert candidate_list.rebuild_shop(db, world.shop.id, NOON) == 1
    assert [(d.one_id, d.other_id, d.score) for d in queries.probable_pairs(db, carla)] == before
    assert candidate_list.rebuild_shop(db, world.other_shop.id, NOON) == 0


def test_the_list_shows_what_agrees_and_what_differs_and_is_logged(as_, world, db, twin):
    page = as_(world.carla).get("/doubles").text
    for said in ("Hatice Yıldız", "Hatice Yildiz", "Nigerdreef", "Zambesidreef", "hetzelfde", "anders"):
        assert said in page
    looks = db.exec(select(AuditEntry.person_id).where(AuditEntry.what == "doubles")).all()
    assert set(looks) == {world.hatice.id, twin.id}


def test_one_click_on_the_list_merges_and_a_second_does_nothing(as_, world, db, twin):
    client = as_(world.carla)
    form = {"other": twin.key, "listed": "on", "intention": "een"}
    for _again in range(2):
        answer = client.post(f"/people/{world.hatice.key}/links", data=form, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/doubles")
    page = client.get("/doubles").text
    assert "Pas gekoppeld" in page
    assert "Niemand lijkt er dubbel in te staan." in page


def test_two_open_journeys_ask_which_one_continues_and_keep_the_input(as_, world, db, shop, twin):
    from tests.records.duplicates.merged_persons import second_journey

    second = second_journey(world, twin, shop)
    client = as_(world.carla)
    assert "Bekijk het" in client.get("/doubles").text
    compared = client.get(f"/people/{world.hatice.key}/links/{twin.key}").text
    assert "Welk traject gaat verder?" in compared
    form = {"other": twin.key, "why": "Zelfde dochter", "intention": "twee"}
    answer = client.post(f"/people/{world.hatice.key}/links", data=form)
    assert answer.status_code == 422
    assert 'id="goes_on-error"' in answer.text
    assert "Zelfde dochter" in answer.text
    answer = client.post(f"/people/{world.hatice.key}/links", data=form | {"goes_on": second.key})
    assert "Ook bekend als" in answer.text
    assert "Gekoppeld: gaat verder in het andere traject" in answer.text


def test_another_record_can_be_chosen_by_hand(as_, world, db, twin):
    client = as_(world.carla)
    there = f"/people/{world.kwame.key}/links/new"
    assert there in client.get(f"/people/{world.kwame.key}").text
    page = client.post(there, data={"q": "hatice"}).text
    assert f"/people/{world.kwame.key}/links/{twin.key}" in page
    assert client.post(there, data={"q": "111222333"}).status_code == 422


def test_unmerging_first_shows_what_moves_where(as_, world, db, twin, link):
    from app.front_desk.visits import actions as visits

    made, client = link(), as_(world.carla)
    visits.register(db, world.hatice, by=world.actor(world.hanna), at=NOON)
    page = client.get(f"/links/{made.key}/undoing").text
    assert "Terug naar de andere kaart: Hatice Yildiz" in page
    assert page.count("1 bezoek") == 2
    for _again in range(2):
        answer = client.post(f"/links/{made.key}/undoing", follow_redirects=False)
        assert answer.headers["location"] == f"/people/{world.hatice.key}"
    assert "Ook bekend als" not in client.get(f"/people/{world.hatice.key}").text


@pytest.mark.parametrize("path", ["/people/{}/links/{}", "/people/{}/links/new"])
def test_persons_of_another_shop_are_not_found(as_, world, db, twin, path):
    from tests.records.duplicates.test_merging import person_of_other_shop

    stranger = person_of_other_shop(world)
    assert as_(world.carla).get(path.format(stranger.key, twin.key)).status_code == 404
