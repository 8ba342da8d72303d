"""Lines are grouped by person: when certain, by answers, and never against an answer."""

from random import Random

import pytest

from app.people.search.search_terms import PersonFacts
from app.records.register_import.matching.matching import match_entries
from tests.records.register_import.import_run import line

DAY = "2025-06-02"


def groups(found):
    return [list(group.places) for group in found.groups]


def test_the_same_name_and_phone_are_one_person_in_any_spelling():
    found = match_entries(
        [
            line(2, DAY, "Hatice Yıldız", phone="0612345678"),
            line(3, DAY, "YILDIZ, HATICE", phone="+31 6 12345678"),
            line(4, DAY, "H. Yildiz", phone="06-12345678"),
            line(5, DAY),
        ],
        [],
    )
    assert groups(found) == [[0, 1, 2]]
    assert found.possible_pairs == ()


def test_an_existing_person_is_recognised():
    lines = [line(2, DAY, "Hatice Yildiz", birth_year=1990)]
    found = match_entries(lines, [(7, PersonFacts(name="Hatice Yıldız", birth_year=1990))])
    assert [group.person_id for group in found.groups] == [7]


def test_an_equal_name_alone_is_a_question_about_the_first_line_of_each():
    found = match_entries([line(2, DAY, "Rachid Amrani"), line(3, DAY, "Rachid Amrani", birth_year=1965)], [])
    assert groups(found) == [[0], [1]]
    assert [(ask.one, ask.other) for ask in found.possible_pairs] == [("2", "3")]


@pytest.mark.parametrize("same", [True, False])
def test_an_answer_is_kept_and_not_asked_again(same):
    lines = [line(2, DAY, "Rachid Amrani"), line(3, DAY, "Rachid Amrani", birth_year=1965)]
    found = match_entries(lines, [], {frozenset({"2", "3"}): same})
    assert len(found.groups) == (1 if same else 2)
    assert found.possible_pairs == ()


def test_two_persons_by_answer_are_never_joined_through_a_third_line():
    lines = [
        line(2, DAY, "Rachid Amrani", phone="0612345678"),
        line(3, DAY, "Rachid Amrani", birth_year=1965),
        line(4, DAY, "Rachid Amrani", phone="0612345678", birth_year=1965),
    ]
    assert groups(match_entries(lines, [])) == [[0, 1, 2]]
    assert sorted(map(len, groups(match_entries(lines, [], {frozenset({"2", "3"}): False})))) == [1, 2]


def test_contradicting_birth_years_are_never_in_one_group():
    lines = [
        line(2, DAY, "Rachid Amrani", phone="0612345678", birth_year=1965),
        line(3, DAY, "Rachid Amrani", phone="0612345678"),
        line(4, DAY, "Rachid Amrani", phone="0612345678", birth_year=1990),
    ]
    assert all(not {0, 2} <= set(group) for group in groups(match_entries(lines, [])))


def test_two_existing_persons_are_never_joined():
    known = [(number, PersonFacts(name="Rachid Amrani", phone="0612345678")) for number in (1, 2)]
    found = match_entries([line(2, DAY, "Rachid Amrani", phone="0612345678")], known)
    assert len(found.groups) == 1
    assert match_entries([line(2, DAY, "Rachid Amrani", phone="0612345678")], known, {frozenset({"=1", "=2"}): True})


def test_the_order_of_the_lines_does_not_change_the_groups():
    lines = [
        line(n, DAY, name, birth_year=year, phone=phone)
        for n, (name, year, phone) in enumerate(
            (name, year, phone)
            for name in ("Rachid Amrani", "R. Amrani", "Rasjid Amrani", "Sanne Bakker", "Bakker, Sanne", "Sanne")
            for year in (None, 1965, 1966)
            for phone in ("", "0612345678")
        )
    ]
    parts = set()
    for seed in range(5):
        mixed = lines[:]
        Random(seed).shuffle(mixed)
        found = match_entries(mixed, [])
        parts.add(frozenset(frozenset(mixed[place].row for place in group.places) for group in found.groups))
        years = [{mixed[place].person.birth_year for place in group.places} - {None} for group in found.groups]
        assert all(max(some) - min(some) <= 1 for some in years if some)
    assert len(parts) == 1
