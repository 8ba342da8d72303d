"""Names, phone numbers and yes/no are read from cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text_rules import fold
from app.records.register_import.parsing import cell_values
from app.records.register_import.parsing.name_parser import join_names, parse_name


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("El Amrani, Bilal", "Bilal El Amrani"),
        ("BRAM 'T HART", "Bram 't Hart"),
        ("ÖZLEM ŞAHIN", "Özlem Şahin"),
        ("İBRAHİM ÇELİK", "İbrahim Çelik"),
        ("F. Chaouki", "F. Chaouki"),
        ("f.chaouki", "F. Chaouki"),
        ("a.b. bakker", "A.B. Bakker"),
        ("van den Berg, Daan", "Daan van den Berg"),
        ("Van den Berg, Daan", "Daan van den Berg"),
        ("VAN DEN BERG, DAAN", "Daan van den Berg"),
        ("Berg, Daan van den", "Daan van den Berg"),
        ("Berg, van den, Daan", "Daan van den Berg"),
        ("'t Hart, Anouk", "Anouk 't Hart"),
        ("‘t Hart, Anouk", "Anouk 't Hart"),
        ("VAN DEN BERG", "Van den Berg"),
        ("SMIT-DE BOER", "Smit-de Boer"),
        ("jean-pierre dupont", "Jean-Pierre Dupont"),
        ("IJSBRAND DE BOER", "IJsbrand de Boer"),
        ("bram v.d. berg", "Bram v.d. Berg"),
        ("O'NEILL, JOHN", "John O'Neill"),
        ("anouk van der meer", "Anouk van der Meer"),
        ("Ahmed el-Khattabi", "Ahmed el-Khattabi"),
        ("BOUZIDI Fatima", "Bouzidi Fatima"),
        ("  Bilal \t Haddou ", "Bilal Haddou"),
        ("mevr. Bakker", "Bakker"),
        ("dhr. drs. J. de Vries", "J. de Vries"),
        ("de heer Jan de Heer", "Jan de Heer"),
        ("Jansen, S., mevr.", "S. Jansen"),
        ("Bakker (mevr.)", "Bakker"),
        ("A. de Man", "A. de Man"),
        ("Jan", "Jan"),
        ("Mohammed (Mo) Benali", "Mohammed (Mo) Benali"),
        ("groß, hans", "Hans Groß"),
        ("'=cmd()", "'=Cmd()"),
    ],
)
def test_a_name_gets_its_normal_order_and_capitals(said, written):
    assert parse_name(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "",
        "onbekend",
        "Onbekend",
        "-",
        "—",
        "...",
        "?",
        "anoniem",
        "n.n.",
        "N.N",
        "NN",
        "geen naam",
        "naam onbekend",
        "mevrouw",
        "Mevr.",
        "dhr",
        "de heer",
        "man",
        "een jonge vrouw",
        "onbekende man",
        "bezoeker 12",
        "n.v.t.",
        "x",
        "wil naam niet geven",
        "xxx",
        "Anoniem (vrouw)",
        "unknown",
        "12",
    ],
)
def test_text_that_names_nobody_gives_no_name(said):
    assert parse_name(said) == ""


@given(
    st.lists(st.text("abcçdeéèfgğhiıİjklłmnñoöøpqrsşßtuüvwxyzæžŞÖÇ", min_size=2, max_size=9), min_size=1, max_size=4)
)
def test_changing_capitals_loses_no_letter(words):
    for said in (" ".join(words), " ".join(words).upper(), " ".join(words).title()):
        if written := parse_name(said):
            assert fold(written) == fold(said) or len(written.split()) < len(said.split())


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("Daan", "van den Berg", "Daan van den Berg"),
        ("Daan", "Berg, van den", "Daan van den Berg"),
        ("DAAN", "VAN DEN BERG", "Daan van den Berg"),
        ("", "Bakker", "Bakker"),
        ("Bilal", "-", "Bilal"),
        ("onbekend", "", ""),
        ("Marie, Anne", "Smit", "Marie Anne Smit"),
    ],
)
def test_first_and_last_name_may_be_in_separate_columns(first, last, written):
    assert join_names(first, last) == written


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("06-12 34 56 70", "06-12 34 56 70"),
        ("+31 6 1234 5670", "+31 6 1234 5670"),
        (612345670, "0612345670"),
        ("612345670", "0612345670"),
        (31612345670, "+31612345670"),
        (302345678, "302345678"),
        ("=06", "=06"),
        ("-", ""),
        (None, ""),
    ],
)
def test_a_phone_number_is_kept_and_gets_back_what_a_spreadsheet_dropped(said, phone):
    assert cell_values.phone(said) == phone


@pytest.mark.parametrize(
    ("said", "warm"),
    [
        *[(said, True) for said in ("j", "J", "ja", "Ja!", "x", "X", "warm", "yes", "1", 1, True, "✓", "ja, met Els")],
        *[(said, False) for said in ("n", "nee", "Nee.", "koud", "no", "0", 0, False, "niet")],
        *[(said, None) for said in (None, "", " ", "-", "?", ",", "weet niet")],
    ],
)
def test_yes_and_no_are_read_in_any_spelling(said, warm):
    assert cell_values.yes_or_no(said) is warm
