"""The small words in names: left out when searching, written small when importing."""

import pytest

from app.core.name_particles import LOWERCASE_WORDS, OPTIONAL_WORDS
from app.people.search import name_parts
from app.records.register_import.matching import merged_person
from app.records.register_import.parsing import name_parser
from tests.records.register_import.import_run import line


@pytest.mark.parametrize("word", sorted(OPTIONAL_WORDS))
def test_a_search_finds_a_name_without_its_small_words(word):
    read = name_parts.parse_name(f"Daan {word} Bakker")
    assert read.words == ("daan", "bakker")
    assert (f"{word}bakker", "bakker") in read.joined


@pytest.mark.parametrize("word", sorted(LOWERCASE_WORDS - {"d'", "v/d"}))  # parts of words
def test_a_small_word_is_written_small_in_the_middle_of_a_name(word):
    assert name_parser.parse_name(f"DAAN {word.upper()} BAKKER") == f"Daan {word} Bakker"


def test_arabic_words_are_left_out_but_keep_their_capital():
    assert {"el", "ait", "abou"} <= OPTIONAL_WORDS - LOWERCASE_WORDS
    assert name_parser.parse_name("BILAL EL AMRANI") == "Bilal El Amrani"


@pytest.mark.parametrize("name", ["Bilal El Amrani", "A.B.", "Daan van den Berg", "Jan-Willem 't Hart", "李 明"])
def test_a_card_has_the_name_as_it_was_written_on_its_line(name):
    written = name_parser.parse_name(name)
    assert written == name
    assert merged_person.merged_facts([line(1, "2026-06-01", written)])["name"] == name
