"""Statistical disclosure control: hides small counts so that nobody can calculate them (TRUST 24). Pure.

A table consists of *atoms* (one category in one month). Each atom is counted in one or more cells: its month, quarter
and year, the total of all categories, and so on. Primary suppression shows cells of 1 to 4 as "<5". That is not enough:
a reader who knows a total and all parts but one can calculate the last part. Secondary suppression therefore hides
other cells ("·") until every small cell has an *alternative table*: one in which a few atoms are one higher or lower,
everything published stays the same, and this cell has a different value. As long as such a table exists, the reader
cannot tell which of the two is true.

For each small cell, in a fixed order, the alternative that loses the least information is chosen. Suppressing more
cells never removes an alternative table, so a single pass suffices. All cells of all periods are treated together:
what is hidden does not depend on the period that a reader asks for.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from itertools import islice
from typing import NamedTuple

THRESHOLD = 5
COST_PER_CELL = 100  # information lost with each suppressed cell, in addition to its count
NEIGHBOURS, MOST_NEIGHBOURS = 2, 12  # other months and categories to try: at first, and if that is not enough
CHEAP_ENOUGH = 3 * COST_PER_CELL  # below this cost, no better alternative is sought


class Mark(Enum):
    """What is published instead of a number: small (1 to 4), or hidden to protect a small one."""

    SMALL = "<5"
    HIDDEN = "·"


Cell = Hashable


class Atom(NamedTuple):
    """The smallest unit that is counted. `block`: atoms in the same block may be exchanged for each other."""

    block: Hashable
    category: Hashable
    month: int


Moves = tuple[tuple[Atom, int], ...]


class AttackerKnowledge(IntEnum):
    """What an attacker is assumed to know. A lower level is used only where no alternative exists at a higher one."""

    MAGNITUDES = 2  # "<5" means 1 to 4, and a suppressed cell is at least 5
    BOUNDS = 1  # a suppressed cell is not zero, and a part is never more than its total
    PUBLISHED = 0  # only the published cells and their sums


@dataclass
class Table:
    """The counts to protect.

    `unpublished`: cells that no page shows but that follow from others; small groups of people in them are protected
    too. `bounds`: the first cells add up to at least as much as the second. `dependents`: suppressed wherever their
    source is. `co_moving`: atoms that may have to change along with an atom.
    """

    values: dict[Cell, int] = field(default_factory=lambda: defaultdict(int))
    atoms: dict[Atom, list[Cell]] = field(default_factory=dict)
    numbers: dict[Atom, int] = field(default_factory=dict)
    unpublished: set[Cell] = field(default_factory=set)
    bounds: list[tuple[tuple[Cell, ...], tuple[Cell, ...]]] = field(default_factory=list)
    dependents: list[tuple[Cell, Cell]] = field(default_factory=list)  # (dependent, source)
    co_moving: dict[Atom, list[Atom]] = field(default_factory=dict)

    def count(self, atom: Atom, number: int, cells: Iterable[Cell]) -> None:
        """Adds an atom with its number to the cells in which it is counted."""
        self.atoms[atom], self.numbers[atom] = [*cells], number
        for cell in self.atoms[atom]:
            self.values[cell] += number


def suppress(table: Table) -> dict[Cell, Mark]:
    """The cells whose number is not published, each with the mark shown instead."""
    return _Suppression(table).marks


class _Suppression:
    def __init__(self, table: Table):
        self.table, self.values = table, table.values
        self.marks = {
            c: Mark.SMALL for c, v in self.values.items() if 1 <= v < THRESHOLD and c not in table.unpublished
        }
        self.dependents: dict[Cell, list[Cell]] = defaultdict(list)
        self.bounds_of: dict[Cell, list[int]] = defaultdict(list)
        self.atoms_of: dict[Cell, list[Atom]] = defaultdict(list)
        self.by_category: dict[tuple[Hashable, Hashable], list[Atom]] = defaultdict(list)
        self.by_month: dict[tuple[Hashable, int], list[Atom]] = defaultdict(list)
        self.cells = {atom: frozenset(cells) for atom, cells in table.atoms.items()}
        for dependent, source in table.dependents:
            self.dependents[source].append(dependent)
        for number, sides in enumerate(table.bounds):
            for cell in (*sides[0], *sides[1]):
                self.bounds_of[cell].append(number)
        for atom, cells in table.atoms.items():
            # An atom published as zero is known, and stays zero in every alternative table.
            if all(self.values[c] or c in table.unpublished for c in cells):
                self.by_category[atom.block, atom.category].append(atom)
                self.by_month[atom.block, atom.month].append(atom)
                for cell in cells:
                    self.atoms_of[cell].append(atom)
        for cell in [*self.marks]:
            self._suppress_dependents(cell)
        self._protect_all([c for c, v in self.values.items() if 1 <= v < THRESHOLD])

    def _protect_all(self, small_cells: list[Cell]) -> None:
        """Suppresses other cells until each small cell has an alternative table."""
        safe: set[Cell] = set()
        for small_cell in small_cells:
            for knowledge in AttackerKnowledge:  # most knowledge first
                if small_cell in safe:
                    break
                if changes := self._cheapest_alternative(small_cell, knowledge):
                    self._suppress(changes)
                    safe |= changes.keys()

    def _cheapest_alternative(self, small_cell: Cell, knowledge: AttackerKnowledge) -> dict[Cell, int] | None:
        """The changes towards the alternative table that suppresses the least information, or None."""
        best, least = self._cheapest_among(self._moves(small_cell, NEIGHBOURS), small_cell, knowledge)
        if least > CHEAP_ENOUGH:
            wider, cost = self._cheapest_among(self._moves(small_cell, MOST_NEIGHBOURS), small_cell, knowledge)
            best = wider if cost < least else best
        return best or self._cheapest_among(self._three_way_moves(small_cell), small_cell, knowledge)[0]

    def _cheapest_among(
        self, candidates: Iterator[Moves], small_cell: Cell, knowledge: AttackerKnowledge
    ) -> tuple[dict[Cell, int] | None, float]:
        """The changed cells and the cost of the cheapest moves that give the small cell another value."""
        best, least = None, float("inf")
        for moves in candidates:
            if any(self.table.numbers[atom] + delta < 0 for atom, delta in moves):
                continue
            changes = self._changes_of(moves)
            if small_cell not in changes or not self._is_possible(changes, knowledge):
                continue
            cost = sum(
                self._information_loss(c) for c in changes if c not in self.marks and c not in self.table.unpublished
            )
            cost += sum(1 for c, delta in changes.items() if self._crosses_threshold(c, delta)) * COST_PER_CELL
            if cost < least:
                best, least = changes, cost
            if not cost:
                break
        return best, least

    def _information_loss(self, cell: Cell) -> int:
        """A total tells more than one of its parts, so it is suppressed only if no parts suffice."""
        return COST_PER_CELL * min(len(self.atoms_of[cell]), 4) + self.values[cell]

    def _moves(self, small_cell: Cell, most: int) -> Iterator[Moves]:
        """One atom of the cell up or down: alone, with co-moving atoms, or offset by another month or category."""
        for atom in self._some_atoms_of(small_cell):
            months, categories = self._other_months(atom), self._other_categories(atom)
            for change in (1, -1):
                yield ((atom, change),)
                yield from (((atom, change), (a, -change)) for a in months[:most])
                yield from (((atom, change), (a, -change)) for a in categories[:most])
                for category in categories[:most]:
                    same_category = {a.month: a for a in self.by_category[category.block, category.category]}
                    for a in months[:most]:
                        if a.month in same_category:
                            square = (
                                (atom, change),
                                (a, -change),
                                (category, -change),
                                (same_category[a.month], change),
                            )
                            yield square
                            for n in self._co_moving_counts(*(corner for corner, _ in square)):
                                yield tuple(
                                    m for corner, delta in square for m in self._with_co_moving(corner, delta, n)
                                )
                for a in months[:most]:
                    yield from (
                        self._with_co_moving(atom, change, n) + self._with_co_moving(a, -change, n)
                        for n in self._co_moving_counts(atom, a)
                    )
                yield from (self._with_co_moving(atom, change, n) for n in self._co_moving_counts(atom))

    def _co_moving_counts(self, *atoms: Atom) -> range:
        """How many co-moving atoms to try: from one up to all of them."""
        return range(1, max(len(self.table.co_moving.get(a, ())) for a in atoms) + 1)

    def _with_co_moving(self, atom: Atom, change: int, others: int) -> Moves:
        return ((atom, change), *((a, change) for a in self.table.co_moving.get(atom, [])[:others]))

    def _three_way_moves(self, small_cell: Cell) -> Iterator[Moves]:
        """One atom offset by another month or category, which in turn is offset by a third."""
        for atom in self._some_atoms_of(small_cell):
            for other in (*self._other_months(atom)[:MOST_NEIGHBOURS], *self._other_categories(atom)[:MOST_NEIGHBOURS]):
                for third in (
                    *self._other_months(other)[:MOST_NEIGHBOURS],
                    *self._other_categories(other)[:MOST_NEIGHBOURS],
                ):
                    if third != atom:
                        yield from (((atom, change), (other, -change), (third, change)) for change in (1, -1))

    def _some_atoms_of(self, cell: Cell) -> Iterable[Atom]:
        """The earliest atoms of the cell: enough to find an alternative, few enough to be quick."""
        return islice(sorted(self.atoms_of[cell], key=lambda a: a.month), MOST_NEIGHBOURS)

    def _other_months(self, atom: Atom) -> list[Atom]:
        """Atoms of the same category: those of the same quarter first, then the nearest."""
        others = [a for a in self.by_category[atom.block, atom.category] if a != atom]
        return sorted(others, key=lambda a: (a.month // 3 != atom.month // 3, abs(a.month - atom.month), a.month))

    def _other_categories(self, atom: Atom) -> list[Atom]:
        """Atoms of other categories in the same month."""
        return [a for a in self.by_month[atom.block, atom.month] if a != atom]

    def _changes_of(self, moves: Moves) -> dict[Cell, int]:
        """By how much each cell changes if the atoms change like this; cells that stay the same are left out."""
        if len(moves) == 2 and moves[0][1] == -moves[1][1]:  # the usual case: cells that count both stay the same
            (one, change), (other, _) = moves
            up, down = self.cells[one], self.cells[other]
            return dict.fromkeys(up - down, change) | dict.fromkeys(down - up, -change)
        changes: dict[Cell, int] = defaultdict(int)
        for atom, delta in moves:
            for cell in self.table.atoms[atom]:
                changes[cell] += delta
        return {cell: delta for cell, delta in changes.items() if delta}

    def _is_possible(self, changes: dict[Cell, int], knowledge: AttackerKnowledge) -> bool:
        """Whether an attacker with this knowledge cannot rule the alternative table out."""
        for cell, delta in changes.items():
            now, then = self.values[cell], self.values[cell] + delta
            if cell in self.table.unpublished:
                if then < 0:
                    return False
            elif (
                not now
                or then < 1
                or (knowledge == AttackerKnowledge.MAGNITUDES and self._crosses_threshold(cell, delta))
            ):
                return False
        if knowledge == AttackerKnowledge.PUBLISHED:
            return True
        touched = {number for cell in changes for number in self.bounds_of[cell]}
        return all(self._bound_holds(*self.table.bounds[number], changes) for number in touched)

    def _bound_holds(self, more: tuple[Cell, ...], less: tuple[Cell, ...], changes: dict[Cell, int]) -> bool:
        # .get: a cell in which nothing was ever counted is zero, and stays zero.
        left = sum(self.values.get(c, 0) + changes.get(c, 0) for c in more)
        return left >= sum(self.values.get(c, 0) + changes.get(c, 0) for c in less)

    def _crosses_threshold(self, cell: Cell, delta: int) -> bool:
        """Whether the change takes the cell across the threshold, so that its mark would give the true table away."""
        now = self.values[cell]
        return cell not in self.table.unpublished and (now < THRESHOLD) != (now + delta < THRESHOLD)

    def _suppress(self, changes: dict[Cell, int]) -> None:
        """Hides every published cell in which the alternative table would differ."""
        for cell, delta in changes.items():
            if cell not in self.table.unpublished and (cell not in self.marks or self._crosses_threshold(cell, delta)):
                self.marks[cell] = Mark.HIDDEN
                self._suppress_dependents(cell)

    def _suppress_dependents(self, source: Cell) -> None:
        for cell in self.dependents[source]:
            if self.values.get(cell) and cell not in self.marks:
                self.marks[cell] = Mark.HIDDEN
                self._suppress_dependents(cell)
