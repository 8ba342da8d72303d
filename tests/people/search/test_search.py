"""Finding a person by how the name sounds, a birth year or a few digits."""

import pytest

from app.people.people import actions, queries
from app.people.people.forms import PersonDetails
from tests.world import NOON


@pytest.fixture
def many(world):
    by = world.actor(world.samira)
    for name, year, phone in (
        ("Mohammed El Ouali", 1994, "+31 6 1234 5679"),
        ("Mohamed Oualid", 1981, ""),
        ("Ahmet Yıldız", 1970, ""),
        ("Youssef Ben Ali", 2001, "06-98765432"),
        ("Jan de Wit", 1990, ""),
        ("Wouter van den Berg", 1959, ""),
        ("Khadija Aït Taleb", 1988, ""),
        ("Łukasz Wójcik", 1993, ""),
        ("Fatma Çelik", 1979, ""),
    ):
        actions.add(world.db, PersonDetails(name=name, birth_year=year, phone=phone), by=by, at=NOON)
    actions.update_search_index(world.db, world.hatice)
    return world


def found(world, typed, worker=None):
    return [p.name for p, _ in queries.search_persons(world.db, world.actor(worker or world.hanna), typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mohamed ouali", "Mohammed El Ouali"),
        ("muhammed elouali", "Mohammed El Ouali"),
        ("moh", "Mohamed Oualid"),
        ("hatice yildiz", "Hatice Yıldız"),
        ("ahmed yildiz", "Ahmet Yıldız"),
        ("achmed", "Ahmet Yıldız"),
        ("yusuf", "Youssef Ben Ali"),
        ("joessef", "Youssef Ben Ali"),
        ("de wit", "Jan de Wit"),
        ("dewit", "Jan de Wit"),
        ("vandenberg 1959", "Wouter van den Berg"),
        ("khadidja", "Khadija Aït Taleb"),
        ("lukasz", "Łukasz Wójcik"),
        ("fatima celik", "Fatma Çelik"),
        ("wali", "Mohammed El Ouali"),
        ("1970", "Ahmet Yıldız"),
        ("moh 1994", "Mohammed El Ouali"),
        ("5432", "Youssef Ben Ali"),
        ("06 1234 5679", "Mohammed El Ouali"),
        ("0612345678", None),
        ("HATICE", "Hatice Yıldız"),
    ],
)
def test_the_person_meant_comes_first(many, typed, first):
    names = found(many, typed)
    assert names, typed
    assert first is None or names[0] == first


@pytest.mark.parametrize("typed", ["", "mo", "  ", "..", "19", "%%%", "zzzqqq", "_"])
def test_too_little_or_no_match_finds_nobody(many, typed):
    assert found(many, typed) == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mohamed ben", {"Mohamed Benhaddou", "Mohamed Ben Salah"}),
        ("wouter van", {"Wouter van den Berg"}),
        ("wouter van den", {"Wouter van den Berg"}),
        ("mohamed el", {"Mohammed El Ouali"}),
        ("jan d", {"Jan de Wit"}),
        ("jan de", {"Jan de Wit"}),
        ("youssef ben", {"Youssef Ben Ali"}),
    ],
)
def test_an_unfinished_name_finds_longer_names_first(many, typed, first):
    by = many.actor(many.samira)
    for name in ("Mohamed Zeroual", "Mohamed Benhaddou", "Mohamed Ben Salah", "Mohamed Lamrini", "Jan Bakker"):
        actions.add(many.db, PersonDetails(name=name), by=by, at=NOON)
    assert set(found(many, typed)[: len(first)]) == first


def test_other_shops_partners_and_managers_find_nobody(many):
    for worker in (many.olaf, many.fatima, many.marleen, many.anton, many.petra):
        assert found(many, "mohamed", worker) == []
        assert found(many, "1970", worker) == []


def test_at_most_twenty_are_shown(many):
    by = many.actor(many.samira)
    for number in range(30):
        actions.add(many.db, PersonDetails(name=f"Maria Silva {chr(65 + number % 26)}"), by=by, at=NOON)
    assert len(found(many, "maria")) == 20


def test_a_changed_name_is_found_by_the_new_name_only(many):
    by = many.actor(many.samira)
    actions.change(many.db, many.hatice, PersonDetails(name="Hatice Kaplan", birth_year=1990), by=by, at=NOON)
    assert found(many, "kaplan") == ["Hatice Kaplan"]
    assert "Hatice Kaplan" not in found(many, "yildiz")
