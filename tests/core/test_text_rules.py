import pytest

from app.core.text_rules import BSN_FOUND, ODD_CHARACTER, contains_bsn, fold, initials, validate_text, words_of

BSN = "111222333"  # passes the eleven test and was never given out


@pytest.mark.parametrize(
    "text",
    [BSN, f"bsn {BSN}.", "111 222 333", "111.222.333", "111-22-23-33", "1112 22333", "x111222333y", "111–222–333"],
)
def test_a_bsn_is_seen_in_any_notation(text):
    assert contains_bsn(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "111222334",
        "0612345678",
        "06 12 34 56 78",
        "1112223330",
        "27-11-2026 10.30",
        "000000000",
        "3521 AB 14",
        "+31612345678",
        "0031 6 5140 3729",  # without its country it would pass the eleven test
        "+31 651403729",
        "+31 (0)6 5140 3729",
        "bel +48 111 222 333 of 0048 111 222 333",
    ],
)
def test_what_is_no_bsn_passes(text):
    assert not contains_bsn(text)


@pytest.mark.parametrize(
    "text", [f"+{BSN}", f"00 {BSN}", f"+31 6 5140 3729, bsn {BSN}", f"+31651403729 {BSN}", "+31651403729 1112 22333"]
)
def test_a_bsn_does_not_hide_behind_what_begins_a_phone_number(text):
    assert contains_bsn(text)


def test_storable_text_is_trimmed_and_composed():
    assert validate_text("  Yıldı\u0308z\r\nregel 2 ") == "Yıldı\u0308z\nregel 2"
    assert validate_text("e\u0301") == "é"


@pytest.mark.parametrize(
    ("text", "reason"), [("a\x00b", ODD_CHARACTER), ("a\ud800", ODD_CHARACTER), (f"zie {BSN}", BSN_FOUND)]
)
def test_what_may_not_be_stored_is_refused_in_words(text, reason):
    with pytest.raises(ValueError, match=reason.split("(")[0]):
        validate_text(text)


def test_names_that_look_alike_fold_alike():
    assert fold("Yıldız") == fold("YILDIZ") == "yildiz"
    assert fold("Łukasz Ångström") == "lukasz angstrom"
    assert words_of("van den Berg-El Ouali, 1990") == ["van", "den", "berg", "el", "ouali", "1990"]


def test_initials_are_those_of_the_first_and_the_last_name():
    assert (initials("Samira el Bouzid"), initials("Joost"), initials("")) == ("SB", "J", "")
