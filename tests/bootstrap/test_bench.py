"""The command that measures judges honestly, and says what it could not measure."""

import pytest

from tests.bench import run
from tests.bench.table import Row, at_least, at_most, percentile, table


def test_a_goal_is_met_or_not_and_the_last_line_counts():
    rows = [
        at_least("register", 0.5, 0.5),
        at_least("recall", 0.949, 0.95),
        at_most("slowest", 251, 250, unit=" ms"),
        Row("told only", "3"),
    ]
    assert [row.met for row in rows] == [True, False, False, None]
    lines = table(rows).splitlines()
    assert lines[1].split() == ["register", "0.500", "≥", "0.5", "met"]
    assert "0.949" in lines[2]  # and not 0.95, which it is not
    assert all("NOT MET" in line for line in lines[2:4])
    assert lines[-1] == "1 of 3 goals met"


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, 0), ([3], 0.99, 3), ([4, 1, 3, 2], 0.5, 3), (range(1, 101), 0.99, 100), ([1, 2], 1.0, 2)],
)
def test_a_percentile_is_a_value_that_was_measured(values, share, expected):
    assert percentile(values, share) == expected


def measured(monkeypatch, arguments: list[str], rows: list[Row] | None = None) -> tuple[int, list[str]]:
    """The exit code, and which parts were measured."""
    parts: list[str] = []

    def note(options) -> list[Row]:
        parts.extend(options.only)
        return rows or []

    monkeypatch.setattr(run, "NEEDED", ())
    monkeypatch.setattr(run, "measure", note)
    return run.main(arguments), parts


def test_everything_is_measured_unless_parts_are_named(monkeypatch):
    assert measured(monkeypatch, ["door"]) == (0, list(run.PARTS))
    assert measured(monkeypatch, ["door", "--only", "search,register"]) == (0, ["register", "search"])


def test_what_cannot_be_measured_is_refused_in_words(monkeypatch, capsys):
    with pytest.raises(SystemExit):
        measured(monkeypatch, ["door", "--only", "speed"])
    assert "register, board, search" in capsys.readouterr().err


@pytest.mark.parametrize(("met", "code"), [(True, 0), (None, 0), (False, 1)])
def test_a_goal_that_is_not_met_fails(monkeypatch, met, code):
    assert measured(monkeypatch, ["door"], [Row("register", "1", "2", met)])[0] == code


def test_an_environment_without_the_packages_says_which(monkeypatch, capsys):
    monkeypatch.setattr(run, "NEEDED", ("no_such_package",))
    assert run.main(["door"]) == 2
    assert "no_such_package" in capsys.readouterr().err
