"""Small counts stay hidden, and cannot be worked out from what is shown (TRUST 24). Pure.

A table is made of *atoms* (a kind in a month), each counted in one or more cells (that month, its quarter, its year,
the total of all kinds…). Cells of 1 to 4 are shown as "<5". That is not enough: whoever knows a total and all parts
but one knows the last. So other cells are left out ("·") until there is, for every small cell, a *second world*: a
few atoms one higher or lower, with which everything that is shown stays the same and this cell has another value.
While such a world exists, nobody can tell which is true.

For each small cell, in a fixed order, the second world is taken for which the least has to be left out. Leaving out
more never takes a world away, so one pass is enough. All cells of all periods are treated together and once: what is
hidden does not depend on what somebody asks for.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from itertools import islice
from typing import NamedTuple

THRESHOLD = 5
COST_PER_CELL = 100  # what leaving out a cell costs, beside its size
NEIGHBOURS, MOST_NEIGHBOURS = 2, 12  # other places that are tried, at first and if need be
CHEAP_ENOUGH = 3 * COST_PER_CELL  # what need not be bettered


class Mark(Enum):
    SMALL = "<5"
    HIDDEN = "·"


Cell = Hashable


class Atom(NamedTuple):
    """`block`: atoms that may change places with each other; `line`: which kind; `place`: which month."""

    block: Hashable
    line: Hashable
    place: int


Moves = tuple[tuple[Atom, int], ...]


class AttackerKnowledge(IntEnum):
    """What the reader is taken to know; less strict only where nothing else is possible."""

    KNOWS_BOUNDS = 2  # "<5" is 1 to 4 and what is left out is at least 5
    KNOWS_PARTS = 1  # what is left out is anything but zero; parts are at most their whole
    KNOWS_SHOWN = 0  # what is shown, and its sums


@dataclass
class Table:
    """`unseen` cells are shown nowhere but follow from others, and are groups of people that must stay hidden too.

    `bounds`: the first cells together are never less than the second together. `followers` are hidden wherever their
    leader is. `along`: atoms that may have to move together with an atom.
    """

    values: dict[Cell, int] = field(default_factory=lambda: defaultdict(int))
    atoms: dict[Atom, list[Cell]] = field(default_factory=dict)
    numbers: dict[Atom, int] = field(default_factory=dict)
    unseen: set[Cell] = field(default_factory=set)
    bounds: list[tuple[tuple[Cell, ...], tuple[Cell, ...]]] = field(default_factory=list)
    followers: list[tuple[Cell, Cell]] = field(default_factory=list)  # (follower, leader)
    along: dict[Atom, list[Atom]] = field(default_factory=dict)

    def count(self, atom: Atom, number: int, cells: Iterable[Cell]) -> None:
        """Adds an atom to the cells it is counted in."""
        self.atoms[atom], self.numbers[atom] = [*cells], number
        for cell in self.atoms[atom]:
            self.values[cell] += number


def suppress(table: Table) -> dict[Cell, Mark]:
    """The cells that are not shown as they are, and what stands in their place."""
    return _Suppression(table).marks


class _Suppression:
    def __init__(self, table: Table):
        self.table, self.values = table, table.values
        self.marks = {c: Mark.SMALL for c, v in self.values.items() if 1 <= v < THRESHOLD and c not in table.unseen}
        self.followers: dict[Cell, list[Cell]] = defaultdict(list)
        self.bounds_of: dict[Cell, list[int]] = defaultdict(list)
        self.atoms_of: dict[Cell, list[Atom]] = defaultdict(list)
        self.lines: dict[tuple[Hashable, Hashable], list[Atom]] = defaultdict(list)
        self.places: dict[tuple[Hashable, int], list[Atom]] = defaultdict(list)
        self.cells = {atom: frozenset(cells) for atom, cells in table.atoms.items()}
        for follower, leader in table.followers:
            self.followers[leader].append(follower)
        for number, sides in enumerate(table.bounds):
            for cell in (*sides[0], *sides[1]):
                self.bounds_of[cell].append(number)
        for atom, cells in table.atoms.items():
            # An atom that is shown as zero is known, and stays zero in every world.
            if all(self.values[c] or c in table.unseen for c in cells):
                self.lines[atom.block, atom.line].append(atom)
                self.places[atom.block, atom.place].append(atom)
                for cell in cells:
                    self.atoms_of[cell].append(atom)
        for cell in [*self.marks]:
            self._lead(cell)
        self._run([c for c, v in self.values.items() if 1 <= v < THRESHOLD])

    def _run(self, secrets: list[Cell]) -> None:
        safe: set[Cell] = set()
        for secret in secrets:
            for strictness in AttackerKnowledge:  # strictest first
                if secret in safe:
                    break
                if world := self._cheapest(secret, strictness):
                    self._leave_out(world)
                    safe |= world.keys()

    def _cheapest(self, secret: Cell, strictness: AttackerKnowledge) -> dict[Cell, int] | None:
        """The second world of the cell that asks the least to be left out."""
        best, least = None, float("inf")
        best, least = self._cheapest_of(self._moves(secret, NEIGHBOURS), secret, strictness)
        if least > CHEAP_ENOUGH:
            wider, cost = self._cheapest_of(self._moves(secret, MOST_NEIGHBOURS), secret, strictness)
            best = wider if cost < least else best
        return best or self._cheapest_of(self._longer_moves(secret), secret, strictness)[0]

    def _cheapest_of(
        self, ways: Iterator[Moves], secret: Cell, strictness: AttackerKnowledge
    ) -> tuple[dict[Cell, int] | None, float]:
        best, least = None, float("inf")
        for moves in ways:
            if any(self.table.numbers[atom] + by < 0 for atom, by in moves):
                continue
            world = self._world(moves)
            if secret not in world or not self._fits(world, strictness):
                continue
            cost = sum(self._worth(c) for c in world if c not in self.marks and c not in self.table.unseen)
            cost += sum(1 for c, by in world.items() if self._shows_through(c, by)) * COST_PER_CELL
            if cost < least:
                best, least = world, cost
            if not cost:
                break
        return best, least

    def _worth(self, cell: Cell) -> int:
        """A total tells more than one of its parts: it is left out only when parts will not do."""
        return COST_PER_CELL * min(len(self.atoms_of[cell]), 4) + self.values[cell]

    def _moves(self, secret: Cell, most: int) -> Iterator[Moves]:
        """One atom of the cell up or down, alone, with others, or against another month or another kind."""
        for atom in self._some_of(secret):
            near, kinds = self._months(atom), self._kinds(atom)
            for step in (1, -1):
                yield ((atom, step),)
                yield from (((atom, step), (a, -step)) for a in near[:most])
                yield from (((atom, step), (a, -step)) for a in kinds[:most])
                for kind in kinds[:most]:
                    there = {a.place: a for a in self.lines[kind.block, kind.line]}
                    for a in near[:most]:
                        if a.place in there:
                            square = ((atom, step), (a, -step), (kind, -step), (there[a.place], step))
                            yield square
                            for n in self._numbers_along(*(corner for corner, _ in square)):
                                yield tuple(m for corner, by in square for m in self._with(corner, by, n))
                for a in near[:most]:
                    yield from (
                        self._with(atom, step, n) + self._with(a, -step, n) for n in self._numbers_along(atom, a)
                    )
                yield from (self._with(atom, step, n) for n in self._numbers_along(atom))

    def _numbers_along(self, *atoms: Atom) -> range:
        return range(1, max(len(self.table.along.get(a, ())) for a in atoms) + 1)

    def _with(self, atom: Atom, step: int, others: int) -> Moves:
        return ((atom, step), *((a, step) for a in self.table.along.get(atom, [])[:others]))

    def _longer_moves(self, secret: Cell) -> Iterator[Moves]:
        """Against another month or kind, which again is made up for by a third."""
        for atom in self._some_of(secret):
            for other in (*self._months(atom)[:MOST_NEIGHBOURS], *self._kinds(atom)[:MOST_NEIGHBOURS]):
                for third in (*self._months(other)[:MOST_NEIGHBOURS], *self._kinds(other)[:MOST_NEIGHBOURS]):
                    if third != atom:
                        yield from (((atom, step), (other, -step), (third, step)) for step in (1, -1))

    def _some_of(self, cell: Cell) -> Iterable[Atom]:
        return islice(sorted(self.atoms_of[cell], key=lambda a: a.place), MOST_NEIGHBOURS)

    def _months(self, atom: Atom) -> list[Atom]:
        """Of the same kind: first of the same quarter, then the nearest."""
        others = [a for a in self.lines[atom.block, atom.line] if a != atom]
        return sorted(others, key=lambda a: (a.place // 3 != atom.place // 3, abs(a.place - atom.place), a.place))

    def _kinds(self, atom: Atom) -> list[Atom]:
        """Other kinds in the same month."""
        return [a for a in self.places[atom.block, atom.place] if a != atom]

    def _world(self, moves: Moves) -> dict[Cell, int]:
        if len(moves) == 2 and moves[0][1] == -moves[1][1]:  # most of them: what both are counted in stays the same
            (one, step), (other, _) = moves
            up, down = self.cells[one], self.cells[other]
            return dict.fromkeys(up - down, step) | dict.fromkeys(down - up, -step)
        changes: dict[Cell, int] = defaultdict(int)
        for atom, by in moves:
            for cell in self.table.atoms[atom]:
                changes[cell] += by
        return {cell: by for cell, by in changes.items() if by}

    def _fits(self, world: dict[Cell, int], strictness: AttackerKnowledge) -> bool:
        for cell, by in world.items():
            now, then = self.values[cell], self.values[cell] + by
            if cell in self.table.unseen:
                if then < 0:
                    return False
            elif (
                not now or then < 1 or (strictness == AttackerKnowledge.KNOWS_BOUNDS and self._shows_through(cell, by))
            ):
                return False
        if strictness == AttackerKnowledge.KNOWS_SHOWN:
            return True
        touched = {number for cell in world for number in self.bounds_of[cell]}
        return all(self._holds(*self.table.bounds[number], world) for number in touched)

    def _holds(self, more: tuple[Cell, ...], less: tuple[Cell, ...], world: dict[Cell, int]) -> bool:
        # .get: a cell that nothing was ever counted in is zero, and stays so.
        left = sum(self.values.get(c, 0) + world.get(c, 0) for c in more)
        return left >= sum(self.values.get(c, 0) + world.get(c, 0) for c in less)

    def _shows_through(self, cell: Cell, by: int) -> bool:
        """Whether the change takes the cell across the threshold, so that its sign would say which world it is."""
        now = self.values[cell]
        return cell not in self.table.unseen and (now < THRESHOLD) != (now + by < THRESHOLD)

    def _leave_out(self, world: dict[Cell, int]) -> None:
        for cell, by in world.items():
            if cell not in self.table.unseen and (cell not in self.marks or self._shows_through(cell, by)):
                self.marks[cell] = Mark.HIDDEN
                self._lead(cell)

    def _lead(self, leader: Cell) -> None:
        for cell in self.followers[leader]:
            if self.values.get(cell) and cell not in self.marks:
                self.marks[cell] = Mark.HIDDEN
                self._lead(cell)
