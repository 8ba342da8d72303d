"""TRUST 24: nobody can calculate a small number from what is published."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.outflow.suppression import Atom, Mark, Table, suppress


def cross_table(rows: int, columns: int, numbers: list[int]) -> Table:
    """A table with row totals, column totals and a grand total."""
    table = Table()
    for r in range(rows):
        for c in range(columns):
            cells = [(r, c), (r, "all"), ("all", c), ("all", "all")]
            table.count(Atom("", r, c), numbers[r * columns + c], cells)
    return table


def possible_tables(table: Table, marks: dict, most: int):
    """Every table that agrees with the published cells and all sums: what an attacker could list.

    The attacker knows that "<5" means 1 to 4, and for every suppressed part whether it is at least 5.
    """
    leaves = [c for c in table.values if "all" not in c]
    ranges = []
    for cell in leaves:
        mark = marks.get(cell)
        if mark is None:
            ranges.append([table.values[cell]])
        else:
            least = 1 if table.values[cell] < 5 else 5
            ranges.append(range(1, 5) if mark is Mark.SMALL else range(least, most + 1))
    for numbers in product(*ranges):
        guess = dict(zip(leaves, numbers, strict=True))
        for leaf in leaves:
            for cell in table.atoms[Atom("", *leaf)][1:]:
                guess[cell] = guess.get(cell, 0) + guess[leaf]
        if all(_agrees(guess[c], marks.get(c), v) for c, v in table.values.items()):
            yield guess


def _agrees(number: int, mark: Mark | None, true: int) -> bool:
    if mark is Mark.SMALL:
        return 1 <= number <= 4
    return number >= (5 if true >= 5 else 1) if mark is Mark.HIDDEN else number == true


small_numbers = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([(1, 2), (1, 3), (2, 2), (3, 2), (2, 3)]), st.lists(small_numbers, min_size=6, max_size=6))
def test_no_small_cell_can_be_calculated(shape, numbers):
    rows, columns = shape
    table = cross_table(rows, columns, numbers)
    marks = suppress(table)
    small = [c for c, v in table.values.items() if 1 <= v <= 4]
    seen: dict = {c: set() for c in small}
    most = max(numbers) + 3
    for guess in possible_tables(table, marks, most):
        for cell in small:
            seen[cell].add(guess[cell])
    assert all(len(found) > 1 for found in seen.values()), seen
    assert all(cell in marks for cell in small)


@settings(max_examples=100, deadline=None)
@given(st.lists(small_numbers, min_size=12, max_size=12))
def test_suppression_gives_the_same_result_each_time(numbers):
    assert suppress(cross_table(3, 4, numbers)) == suppress(cross_table(3, 4, numbers))


def listed(*numbers: int) -> Table:
    """One category over several months, with its total "all"; each month is a cell named by its number."""
    table = Table()
    for place, number in enumerate(numbers):
        table.count(Atom("", "", place), number, [place, "all"])
    return table


def test_a_zero_is_shown_and_a_small_cell_is_not():
    table = Table()
    for cell, number in {"a": 0, "b": 3, "c": 7}.items():
        table.count(Atom(cell, "", 0), number, [cell])
    assert suppress(table) == {"b": Mark.SMALL}


def test_a_total_does_not_give_the_only_small_part_away():
    assert suppress(listed(3, 20, 7)) == {0: Mark.SMALL, 2: Mark.HIDDEN}


def test_two_small_parts_at_their_highest_hide_more_than_themselves():
    """8 can only be 4 + 4, even though both are shown as <5."""
    assert suppress(listed(4, 4)) == {0: Mark.SMALL, 1: Mark.SMALL, "all": Mark.HIDDEN}


def test_four_ones_with_a_small_total_need_more_than_four_small_marks():
    marks = suppress(listed(1, 1, 1, 1))
    assert marks.keys() == {0, 1, 2, 3, "all"}
    assert Mark.HIDDEN in marks.values()


def test_people_who_stopped_between_two_steps_are_protected_too():
    table = Table(unpublished={"stopped"})
    table.count(Atom("", 0, 0), 2, ["came", "stopped"])
    table.count(Atom("", 1, 0), 18, ["came", "talked"])
    assert list(suppress(table).values()) == [Mark.HIDDEN]


def test_a_part_is_hidden_wherever_its_total_is_hidden():
    table = listed(3, 20)
    table.count(Atom("pozitive", "", 1), 20, ["pozitive"])
    table.dependents.append(("pozitive", 1))
    assert suppress(table)["pozitive"] is Mark.HIDDEN


def test_a_total_that_would_reveal_its_part_is_hidden_too():
    """If the first part has 16 of the 20, the second must have at least 4, so its <5 would be a 4."""
    table = Table()
    for cell, number in {"all": 20, "a": 16, "b": 4}.items():
        table.count(Atom(cell, "", 0), number, [cell])
    table.bounds.append((("a", "b"), ("all",)))
    table.co_moving[Atom("b", "", 0)] = [Atom("all", "", 0)]
    assert suppress(table) == {"b": Mark.SMALL, "all": Mark.HIDDEN}
