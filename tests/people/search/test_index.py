"""The search index follows changes to persons, leaves nothing behind and equals a rebuilt one."""

from datetime import date

import pytest
from sqlmodel import select

from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.people.search import actions, queries
from app.people.search.models import IndexedPerson, IndexVersion, NameKey, NamePair
from app.people.search.rules import INDEX_VERSION, PROBABLE
from app.people.search.search_terms import PersonFacts
from tests.world import NOON


def index(world, name, number=None, shop=None, **known):
    person = number or world.hatice.id
    actions.index_person(world.db, (shop or world.shop).id, person, PersonFacts(name=name, **known))


def index_rows(db):
    """The rows of the index tables, as sets."""
    return [
        {
            tuple(row)
            for row in db.exec(
                select(NamePair.shop_id, NamePair.one, NamePair.other, NamePair.birth_year, NamePair.person_id)
            )
        },
        {tuple(row) for row in db.exec(select(NameKey.shop_id, NameKey.key, NameKey.word))},
        {tuple(row) for row in db.exec(select(IndexedPerson.shop_id, IndexedPerson.person_id, IndexedPerson.names))},
    ]


def found(world, text, shop=None):
    return [number for number, _score in queries.search(world.db, (shop or world.shop).id, text)]


def test_a_removed_person_leaves_no_trace_in_the_index(world):
    empty = index_rows(world.db)
    index(world, "Zbigniew Brzęczyszczykiewicz", birth_year=1961, phone="06 1199 0001", email="z@example.org")
    assert found(world, "brzeczyszcz")
    actions.remove_person(world.db, world.shop.id, world.hatice.id)
    assert index_rows(world.db) == empty
    actions.remove_person(world.db, world.shop.id, world.hatice.id)
    assert index_rows(world.db) == empty


def test_a_word_stays_as_long_as_somebody_has_it(world):
    index(world, "Hatice Kaya")
    index(world, "Kwame Kaya", world.kwame.id)
    actions.remove_person(world.db, world.shop.id, world.hatice.id)
    assert found(world, "kaia") == [world.kwame.id]
    assert not world.db.exec(select(NameKey).where(NameKey.word == "hatice")).all()


def test_a_change_leaves_no_old_entries(world):
    index(world, "Hatice Yıldız", birth_year=1990, phone="06 1199 0001")
    index(world, "Hatice Kaplan", birth_year=1991, phone="06 1199 0002")
    changed = index_rows(world.db)
    actions.remove_person(world.db, world.shop.id, world.hatice.id)
    index(world, "Hatice Kaplan", birth_year=1991, phone="06 1199 0002")
    assert index_rows(world.db) == changed
    assert found(world, "yildiz") == found(world, "0001") == []
    assert found(world, "0002") == found(world, "hatice 1991") == [world.hatice.id]


def test_a_rebuilt_index_is_the_same(world):
    by = world.actor(world.samira)
    for person in (world.hatice, world.kwame):
        people.update_search_index(world.db, person)
    for name in ("Mohammed El Ouali", "Łukasz Wójcik", "Wouter van den Berg", "M. Ouali"):
        people.add(world.db, PersonDetails(name=name, birth_year=1990, phone="06 1199 0001"), by=by, at=NOON)
    kept_up, said = index_rows(world.db), []
    assert people.rebuild_search_index(world.db, said.append) == len(kept_up[2])
    assert index_rows(world.db) == kept_up


def test_another_version_of_the_rules_makes_the_index_outdated(world):
    assert not queries.is_index_current(world.db)
    people.rebuild_search_index(world.db)
    assert queries.is_index_current(world.db)
    world.db.exec(select(IndexVersion)).one().edition = INDEX_VERSION - 1
    world.db.flush()
    assert not queries.is_index_current(world.db)


def test_each_shop_has_its_own_dictionary(world):
    index(world, "Hatice Yıldız")
    assert found(world, "yildiz")
    assert found(world, "yildiz", world.other_shop) == []
    assert queries.similar_persons(world.db, world.other_shop.id, PersonFacts(name="Hatice Yıldız")) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("27-11-1990", "Ali Kaya"),
        ("1990-11-27", "Ali Kaya"),
        ("kaya 27-11-1990", "Ali Kaya"),
        ("27-11-1991", None),
        ("alikaya", "Ali Kaya"),
        ("kaya a", "Ali Kaya"),
        ("a kaya 1990", "Ali Kaya"),
        ("kaja ali", "Ali Kaya"),
        ("kaya '90", "Ali Kaya"),
        ("kayaa", "Ali Kaya"),
        ("kya", "Ali Kaya"),
        ("aykut", "Sevda Aykut"),
    ],
)
def test_parts_dates_initials_and_typing_errors_find_a_person(world, text, first):
    by = world.actor(world.samira)
    day = date(1990, 11, 27)
    people.add(world.db, PersonDetails(name="Ali Kaya", birth_year=1990, birth_date=day), by=by, at=NOON)
    people.add(world.db, PersonDetails(name="Sevda Aykut", birth_year=1971), by=by, at=NOON)
    names = [queries.indexed_facts(world.db, world.shop.id, number).name for number in found(world, text)]
    assert names[:1] == ([first] if first else [])


def test_similar_persons_are_found_by_phone_email_and_name(world):
    index(world, "Hatice Yıldız", birth_year=1990, phone="06 1199 0001", email="h@example.org")
    for known in (
        PersonFacts(name="H. Yildiz", phone="+31 6 1199 0001"),
        PersonFacts(name="Yildiz, Hatice", email="H@example.org"),
        PersonFacts(name="Hatiçe Yıldıs", birth_year=1990),
        PersonFacts(name="Hatice Yildiz"),
    ):
        (number, score), *others = queries.similar_persons(world.db, world.shop.id, known)
        assert number == world.hatice.id
        assert score >= PROBABLE
        assert not others
        assert queries.similar_persons(world.db, world.shop.id, known, excluding=[number]) == []
