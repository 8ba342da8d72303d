"""Match and search scores: cases that a coordinator would decide at once."""

from datetime import date

import pytest

from app.people.search.query_parser import parse_query
from app.people.search.rules import CERTAIN, PROBABLE, match_score, resolve_ambiguous
from app.people.search.scoring import Candidate, score_candidate, similarity
from app.people.search.search_terms import PersonFacts

MOHAMED = PersonFacts(name="Mohamed Benali", birth_year=1958, phone="06 1199 0001", street="Ibisdreef")


@pytest.mark.parametrize(
    ("other", "low", "high"),
    [
        (PersonFacts(name="Mohamed Benali", birth_year=1958), CERTAIN, 1),
        (PersonFacts(name="BENALI, MOHAMED", birth_year=1958), CERTAIN, 1),
        (PersonFacts(name="Muhammed Ben Ali", birth_year=1958), CERTAIN, 1),
        (PersonFacts(name="Mohamed Benali", phone="+31 6 11990001"), CERTAIN, 1),
        (PersonFacts(name="M. Benali", phone="+31 6 11990001"), CERTAIN, 1),
        (PersonFacts(name="Moh. Benali", birth_year=1958), CERTAIN, 1),
        (PersonFacts(name="Mohamed Benali", street="ibisdreef"), CERTAIN, 1),
        (PersonFacts(name="Mohamed Benali", birth_year=1958, phone="06 1199 0002"), CERTAIN, 1),
        (
            PersonFacts(name="Mohamed Benali", birth_year=1958, phone="06 1199 0002", street="Haifadreef"),
            PROBABLE,
            CERTAIN,
        ),
        (PersonFacts(name="Mohamed Benali"), PROBABLE, CERTAIN),
        (PersonFacts(name="Mohamed Benalli", birth_year=1958), CERTAIN, 1),
        (PersonFacts(name="Mohamed Benani", birth_year=1958), PROBABLE, CERTAIN),
        (PersonFacts(name="M. Benali"), 0, PROBABLE),
        (PersonFacts(name="Mohamed Benali", birth_year=1990), 0, PROBABLE),
        (PersonFacts(name="Mohamed Benali", birth_year=1990, street="Ibisdreef"), 0, PROBABLE),
        (PersonFacts(name="Mohamed", birth_year=1958), PROBABLE, CERTAIN),
        (PersonFacts(name="Naima Benali", birth_year=1958, phone="06 1199 0001"), 0, PROBABLE),  # one phone at home
        (PersonFacts(name="A. Mensah", birth_year=1958), 0, PROBABLE),
        (PersonFacts(name="Mohameda Benali", birth_year=1958), PROBABLE, CERTAIN),  # as Rachid and Rachida
        (PersonFacts(name="Fatima Chaouki", birth_year=1958), 0, PROBABLE),
    ],
)
def test_how_likely_two_records_are_the_same_person(other, low, high):
    score = match_score(MOHAMED, other)
    assert low <= score <= high, score
    assert high == 1 or score < high
    assert match_score(other, MOHAMED) == score


def test_a_date_of_birth_counts_more_than_a_year():
    one = PersonFacts(name="Ali Kaya", birth_year=1990, birth_date=date(1990, 1, 2))
    same, other = (PersonFacts(name="Ali Kaya", birth_year=1990, birth_date=date(1990, 1, day)) for day in (2, 3))
    assert (
        match_score(one, same)
        > match_score(one, PersonFacts(name="Ali Kaya", birth_year=1990))
        > match_score(one, other)
    )
    assert match_score(one, other) < PROBABLE


def test_every_name_of_a_person_counts():
    assert match_score(MOHAMED, PersonFacts(name="Hamada", other_names=("Mohamed Benali",), birth_year=1958)) >= CERTAIN


def test_a_record_that_may_be_either_of_two_persons_is_not_certain():
    """Two persons with one name in one street, and a third record without a year of birth."""
    old, young = (PersonFacts(name="Özlem Kaya", birth_year=year, street="Tigrisdreef") for year in (1963, 1990))
    third = PersonFacts(name="Özlem Kaya", street="Tigrisdreef")
    scores = [(known, match_score(third, known)) for known in (old, young)]
    assert all(score >= CERTAIN for _known, score in scores)
    assert resolve_ambiguous(scores) == [PROBABLE, PROBABLE]


def test_the_better_of_two_matches_stays_certain():
    old = PersonFacts(name="Özlem Kaya", birth_year=1963, phone="06 1199 0003", street="Tigrisdreef")
    young = PersonFacts(name="Özlem Kaya", birth_year=1990, street="Tigrisdreef")
    third = PersonFacts(name="Özlem Kaya", phone="06 1199 0003", street="Tigrisdreef")
    first, second = resolve_ambiguous([(known, match_score(third, known)) for known in (old, young)])
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
def test_the_more_similar_word_scores_higher(asked, better, worse):
    assert similarity(asked, better) > similarity(asked, worse)


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
def test_the_better_match_scores_higher(text, better, worse):
    one, other = (
        score_candidate(parse_query(text), Candidate(1, name, year, None, "")) for name, year in (better, worse)
    )
    assert one > other
