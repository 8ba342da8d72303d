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
    reading = detect_columns(read(as_csv(LINES)))
    assert (reading.heading_row, reading.columns_by_place) == (1, EVERY)
    assert [found.heading for found in reading.columns] == list(HEADINGS)
    assert min(found.score for found in reading.columns) > 0.9
    assert reading.columns[2].examples == ["Samira el Bouzid", "JOOST 'T HART", "Yıldız, Gülay"]


def test_a_title_and_an_empty_row_above_the_headings_are_passed_over():
    reading = detect_columns(read(register_as_workbook()))
    assert (reading.heading_row, reading.columns_by_place) == (3, EVERY)


def test_without_headings_the_contents_tell_what_they_can():
    reading = detect_columns(table(*LINES))
    assert reading.heading_row == 0
    assert {
        place: column for place, column in EVERY.items() if column in reading.columns_by_place.values()
    } == reading.columns_by_place
    assert {Column.DAY, Column.PART, Column.NAME, Column.BIRTH, Column.PHONE, Column.LANGUAGES} <= set(
        reading.columns_by_place.values()
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
        ("E-mail", Column.EMAIL),
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
def test_headings_are_understood_in_many_words(heading, column):
    assert possible_columns(heading)[0][0] == column


@pytest.mark.parametrize("heading", ["", "Volgnummer", "x", "Kleur", REASON_MARK + "Waarom niet"])
def test_a_heading_that_means_nothing_here_means_nothing(heading):
    assert possible_columns(heading) == ()


def test_a_date_of_birth_is_not_taken_for_the_day_of_the_visit():
    day, born = date(2026, 6, 1), date(1950, 3, 12)
    rows = [(born + timedelta(days=1500 * n), day + timedelta(days=n), name) for n, name in enumerate(NAMES)]
    assert detect_columns(table(*rows)).columns_by_place == {0: Column.BIRTH, 1: Column.DAY, 2: Column.NAME}
    assert detect_columns(table(("Geboortedatum", "Naam"), *[(row[0], row[2]) for row in rows])).columns_by_place == {
        0: Column.BIRTH,
        1: Column.NAME,
    }


def test_of_two_columns_that_could_be_one_the_likeliest_is_it():
    rows = [("Naam", "Datum", "Datum")] + [("Joost de Vries", f"{n}-6-2026", "weet niet") for n in range(1, 9)]
    reading = detect_columns(table(*rows))
    assert reading.columns_by_place == {0: Column.NAME, 1: Column.DAY}
    assert [found.column for found in reading.columns] == [Column.NAME, Column.DAY, None]


def test_headings_that_nobody_knows_are_still_headings():
    rows = [("Zus", "Zo")] + [(f"{n}-6-2026", name) for n, name in enumerate(NAMES, 1)]
    reading = detect_columns(table(*rows))
    assert (reading.heading_row, reading.columns_by_place) == (1, {0: Column.DAY, 1: Column.NAME})


def test_what_a_shop_said_before_goes_before_anything_else():
    remembered = {heading_key("Waarvoor?"): Column.REMARK, heading_key("Opmerking"): ""}
    reading = detect_columns(read(as_csv(LINES)), remembered)
    assert (reading.columns_by_place[7], reading.columns[7].score) == (Column.REMARK, 1.0)
    assert 12 not in reading.columns_by_place


def test_the_column_with_reasons_of_lines_that_came_back_is_skipped():
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
    reading = detect_columns(table(("Datum",), ("1-6-2026",), ("2-6-2026",)))
    assert (reading.heading_row, reading.columns_by_place) == (1, {0: Column.DAY})


def test_a_first_name_alone_is_a_name():
    reading = detect_columns(table(("Datum", "Wie"), ("1-6-2026", "Samira"), ("1-6-2026", "Joost")))
    assert reading.columns[1].column == Column.NAME
    assert reading.columns[1].score > 0.9
