"""Columns are recognised by their headings and contents."""

from datetime import date, timedelta

import pytest

from app.records.register_import.entries import Column
from app.records.register_import.parsing.columns import REASON_MARK, detect_columns, heading_key
from app.records.register_import.parsing.files import SheetLine, Table, read
from app.records.register_import.parsing.headings import possible_columns
from tests.records.register_import.sample_registers import HEADINGS, LINES, NAMES, as_csv, register_as_workbook

EVERY = dict(
    enumerate(
        (
            Column.DAY,
            Column.PART,
            Column.NAME,
            Column.BIRTH,
            Column.PHONE,
            Column.STREET,
            Column.LANGUAGES,
            Column.ABOUT,
            Column.SPOKEN_WITH,
            Column.PARTNER,
            Column.WARM,
            Column.RESULT,
            Column.REMARK,
        )
    )
)


def table(*lines) -> Table:
    return Table("", [SheetLine(row, tuple(cells)) for row, cells in enumerate(lines, 1)])


def test_every_column_of_a_register_is_recognised():
    layout = detect_columns(read(as_csv(LINES)))
    assert (layout.heading_row, layout.columns_by_place) == (1, EVERY)
    assert [found.heading for found in layout.columns] == list(HEADINGS)
    assert min(found.score for found in layout.columns) > 0.9
    assert layout.columns[2].examples == ["Samira el Bouzid", "JOOST 'T HART", "Yıldız, Gülay"]


def test_a_title_and_an_empty_row_above_the_headings_are_skipped():
    layout = detect_columns(read(register_as_workbook()))
    assert (layout.heading_row, layout.columns_by_place) == (3, EVERY)


def test_without_headings_columns_are_recognised_by_their_contents():
    layout = detect_columns(table(*LINES))
    assert layout.heading_row == 0
    assert {
        place: column for place, column in EVERY.items() if column in layout.columns_by_place.values()
    } == layout.columns_by_place
    assert {Column.DAY, Column.PART, Column.NAME, Column.BIRTH, Column.PHONE, Column.LANGUAGES} <= set(
        layout.columns_by_place.values()
    )


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("DATUM", Column.DAY),
        ("Datum bezoek", Column.DAY),
        ("Visit date", Column.DAY),
        ("dag:", Column.DAY),
        ("Dagdeel (o/m/a)", Column.PART),
        ("Tijdstip", Column.TIME),
        ("Naam bezoeker", Column.NAME),
        ("Cliënt", Column.NAME),
        ("Voornaam", Column.FIRST_NAME),
        ("Achternaam", Column.LAST_NAME),
        ("Surname", Column.LAST_NAME),
        ("Geb. datum", Column.BIRTH),
        ("geboortejaar", Column.BIRTH),
        ("Geboren in", Column.BIRTH),
        ("Date of birth", Column.BIRTH),
        ("Tel.nr.", Column.PHONE),
        ("06-nummer", Column.PHONE),
        ("Email", Column.EMAIL),
        ("Adres", Column.STREET),
        ("Moedertaal", Column.LANGUAGES),
        ("Hulpvraag", Column.ABOUT),
        ("Naam medewerker", Column.SPOKEN_WITH),
        ("Gesprek met", Column.SPOKEN_WITH),
        ("Verwezen naar", Column.PARTNER),
        ("Warm overgedragen?", Column.WARM),
        ("Uitkomst", Column.RESULT),
        ("Bijzonderheden", Column.REMARK),
        ("Opmerkngen", Column.REMARK),
        ("Telefon", Column.PHONE),
        ("Toelichting/opmerking", Column.REMARK),
    ],
)
def test_common_headings_are_understood(heading, column):
    assert possible_columns(heading)[0][0] == column


@pytest.mark.parametrize("heading", ["", "Volgnummer", "x", "Kleur", REASON_MARK + "Waarom niet"])
def test_an_unknown_heading_means_no_column(heading):
    assert possible_columns(heading) == ()


def test_a_birth_date_is_not_mistaken_for_the_day_of_the_visit():
    day, born = date(2026, 6, 1), date(1950, 3, 12)
    rows = [(born + timedelta(days=1500 * n), day + timedelta(days=n), name) for n, name in enumerate(NAMES)]
    assert detect_columns(table(*rows)).columns_by_place == {0: Column.BIRTH, 1: Column.DAY, 2: Column.NAME}
    assert detect_columns(table(("Geboortedatum", "Naam"), *[(row[0], row[2]) for row in rows])).columns_by_place == {
        0: Column.BIRTH,
        1: Column.NAME,
    }


def test_of_two_possible_columns_the_more_likely_one_is_used():
    rows = [("Naam", "Datum", "Datum")] + [("Joost de Vries", f"{n}-6-2026", "weet niet") for n in range(1, 9)]
    layout = detect_columns(table(*rows))
    assert layout.columns_by_place == {0: Column.NAME, 1: Column.DAY}
    assert [found.column for found in layout.columns] == [Column.NAME, Column.DAY, None]


def test_unknown_headings_are_still_headings():
    rows = [("Zus", "Zo")] + [(f"{n}-6-2026", name) for n, name in enumerate(NAMES, 1)]
    layout = detect_columns(table(*rows))
    assert (layout.heading_row, layout.columns_by_place) == (1, {0: Column.DAY, 1: Column.NAME})


def test_a_remembered_meaning_always_wins():
    remembered = {heading_key("Waarvoor?"): Column.REMARK, heading_key("Opmerking"): ""}
    layout = detect_columns(read(as_csv(LINES)), remembered)
    assert (layout.columns_by_place[7], layout.columns[7].score) == (Column.REMARK, 1.0)
    assert 12 not in layout.columns_by_place


def test_the_column_with_the_reasons_of_refused_lines_is_skipped():
    rows = [("Datum", "Naam", REASON_MARK + "Datum of opmerking")] + [
        ("1-6-2026", "Joost", "Deze datum is er niet.")
    ] * 3
    assert detect_columns(table(*rows)).columns_by_place == {0: Column.DAY, 1: Column.NAME}
    assert (
        detect_columns(table(*[("1-6-2026", "Joost de Vries", REASON_MARK + "1-6-2026")] * 3)).columns_by_place.get(2)
        is None
    )


def test_one_line_and_one_column_are_enough():
    assert detect_columns(table(("1-6-2026", "Joost de Vries"))).columns_by_place == {0: Column.DAY, 1: Column.NAME}
    layout = detect_columns(table(("Datum",), ("1-6-2026",), ("2-6-2026",)))
    assert (layout.heading_row, layout.columns_by_place) == (1, {0: Column.DAY})


def test_a_first_name_alone_is_a_name():
    layout = detect_columns(table(("Datum", "Wie"), ("1-6-2026", "Samira"), ("1-6-2026", "Joost")))
    assert layout.columns[1].column == Column.NAME
    assert layout.columns[1].score > 0.9
