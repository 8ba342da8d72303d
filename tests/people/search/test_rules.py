"""Who is likely to be the same person: the cases that a coordinator would know at once."""

from datetime import date

import pytest

from app.people.search.query_parser import read
from app.people.search.rules import CERTAIN, PROBABLE, one_person, settled
from app.people.search.scoring import Found, closeness, fit
from app.people.search.search_terms import Known

MOHAMED = Known(name="Mohamed Benali", birth_year=1958, phone="06 1199 0001", street="Ibisdreef")


@pytest.mark.parametrize(
    ("other", "low", "high"),
    [
        (Known(name="Mohamed Benali", birth_year=1958), CERTAIN, 1),
        (Known(name="BENALI, MOHAMED", birth_year=1958), CERTAIN, 1),
        (Known(name="Muhammed Ben Ali", birth_year=1958), CERTAIN, 1),
        (Known(name="Mohamed Benali", phone="+31 6 11990001"), CERTAIN, 1),
        (Known(name="M. Benali", phone="+31 6 11990001"), CERTAIN, 1),
        (Known(name="Moh. Benali", birth_year=1958), CERTAIN, 1),
        (Known(name="Mohamed Benali", street="ibisdreef"), CERTAIN, 1),
        (Known(name="Mohamed Benali", birth_year=1958, phone="06 1199 0002"), CERTAIN, 1),
        (Known(name="Mohamed Benali", birth_year=1958, phone="06 1199 0002", street="Haifadreef"), PROBABLE, CERTAIN),
        (Known(name="Mohamed Benali"), PROBABLE, CERTAIN),
        (Known(name="Mohamed Benalli", birth_year=1958), CERTAIN, 1),
        (Known(name="Mohamed Benani", birth_year=1958), PROBABLE, CERTAIN),
        (Known(name="M. Benali"), 0, PROBABLE),
        (Known(name="Mohamed Benali", birth_year=1990), 0, PROBABLE),
        (Known(name="Mohamed Benali", birth_year=1990, street="Ibisdreef"), 0, PROBABLE),
        (Known(name="Mohamed", birth_year=1958), PROBABLE, CERTAIN),
        (Known(name="Naima Benali", birth_year=1958, phone="06 1199 0001"), 0, PROBABLE),  # one phone at home
        (Known(name="A. Mensah", birth_year=1958), 0, PROBABLE),
        (Known(name="Mohameda Benali", birth_year=1958), PROBABLE, CERTAIN),  # as Rachid and Rachida
        (Known(name="Fatima Chaouki", birth_year=1958), 0, PROBABLE),
    ],
)
def test_how_likely_two_records_are_one_person(other, low, high):
    score = one_person(MOHAMED, other)
    assert low <= score <= high, score
    assert high == 1 or score < high
    assert one_person(other, MOHAMED) == score


def test_a_day_of_birth_tells_more_than_a_year():
    one = Known(name="Ali Kaya", birth_year=1990, birth_date=date(1990, 1, 2))
    same, other = (Known(name="Ali Kaya", birth_year=1990, birth_date=date(1990, 1, day)) for day in (2, 3))
    assert one_person(one, same) > one_person(one, Known(name="Ali Kaya", birth_year=1990)) > one_person(one, other)
    assert one_person(one, other) < PROBABLE


def test_every_name_by_which_somebody_is_known_counts():
    assert one_person(MOHAMED, Known(name="Hamada", also=("Mohamed Benali",), birth_year=1958)) >= CERTAIN


def test_who_may_be_either_of_two_is_certainly_neither():
    """Two of one name in one street, and a third card on which no year stands."""
    old, young = (Known(name="Özlem Kaya", birth_year=year, street="Tigrisdreef") for year in (1963, 1990))
    third = Known(name="Özlem Kaya", street="Tigrisdreef")
    scores = [(known, one_person(third, known)) for known in (old, young)]
    assert all(score >= CERTAIN for _known, score in scores)
    assert settled(scores) == [PROBABLE, PROBABLE]


def test_who_is_more_like_one_of_two_is_that_one():
    old = Known(name="Özlem Kaya", birth_year=1963, phone="06 1199 0003", street="Tigrisdreef")
    young = Known(name="Özlem Kaya", birth_year=1990, street="Tigrisdreef")
    third = Known(name="Özlem Kaya", phone="06 1199 0003", street="Tigrisdreef")
    first, second = settled([(known, one_person(third, known)) for known in (old, young)])
    assert first >= CERTAIN
    assert second == PROBABLE


@pytest.mark.parametrize(
    ("asked", "better", "worse"),
    [
        ("moh", "mohamed", "mihai"),
        ("yus", "yusuf", "owusu"),
        ("ouali", "ouali", "oualid"),
        ("wali", "ouali", "ali"),
        ("mohamed", "muhammed", "mohan"),
        ("jansen", "janssen", "hansen"),
        ("yildiz", "yildiz", "yildizhan"),
    ],
)
def test_the_nearer_word_comes_first(asked, better, worse):
    assert closeness(asked, better) > closeness(asked, worse)


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("ali kaya", ("Ali Kaya", 1990), ("Ali Kayaoğlu", 1990)),
        ("ali kaya", ("Ali Kaya", 1990), ("Ali Murat Kaya", 1990)),
        ("van den berg", ("Jan van den Berg", None), ("Jan Berg", None)),
        ("m kaya", ("Murat Kaya", 1990), ("Ali Kaya", 1990)),
        ("murat kaya", ("M. Kaya", 1990), ("Ali Kaya", 1990)),
        ("kaya 1990", ("Ali Kaya", 1990), ("Ali Kaya", None)),
        ("kaya 1990", ("Ali Kaya", None), ("Ali Kaya", 1970)),
        ("kaya '90", ("Ali Kaya", 1990), ("Ali Kaya", 1970)),
    ],
)
def test_who_fits_better_comes_first(text, better, worse):
    one, other = (fit(read(text), Found(1, name, year, None, "")) for name, year in (better, worse))
    assert one > other
