"""Small counts stay hidden, and cannot be worked out from what is shown (TRUST 24). Pure.

A table is a set of cells with the sums that hold between them. Cells of 1 to 4 are shown as "<5". That is not enough:
whoever knows a total and all parts but one knows the last. So other cells are left out ("·") until, for every small
cell, there is a *second world*: other numbers in hidden cells, with which everything that is shown stays the same and
every sum holds, and in which this cell has another value. While such a world exists, nobody can tell which is true.

A second world is found by moving hidden cells up or down by one along the sums (`_another_world`). Hiding more never
takes a world away, so one pass over the small cells, in a fixed order, is enough. All cells of all periods are
treated together and once: what is hidden does not depend on what somebody asks for.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from enum import Enum

THRESHOLD = 5
MOST_STEPS = 600  # of one search; more hiding is tried after that
ENDLESS = 10**12


class Mark(Enum):
    SMALL = "<5"
    HIDDEN = "·"


Cell = Hashable
Sum = tuple[tuple[Cell, int], ...]  # cells with +1 or -1; together they make zero


@dataclass
class Table:
    """Cells and what everybody knows about them.

    `unseen` cells are shown nowhere, but follow from others (how many stopped between two steps); those in `guarded`
    are groups of people too: 1 to 4 in them may not be worked out. `followers` are hidden wherever their leader is.
    """

    values: dict[Cell, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    unseen: set[Cell] = field(default_factory=set)
    guarded: set[Cell] = field(default_factory=set)
    followers: list[tuple[Cell, Cell]] = field(default_factory=list)  # (follower, leader)

    def total(self, whole: Cell, parts: Iterable[Cell]) -> None:
        """The whole is the sum of the parts. Cells that never were filled are zero."""
        self.sums.append(((whole, -1), *((part, 1) for part in parts)))

    def part_of(self, part: Cell, whole: Cell, *, guard: bool) -> None:
        """The part is never more than the whole; with `guard` the rest is a group of people of its own."""
        if not self.values.get(part):
            return  # the rest is the whole
        rest = ("rest", whole, part)
        self.values[rest] = self.values.get(whole, 0) - self.values.get(part, 0)
        self.unseen.add(rest)
        if guard:
            self.guarded.add(rest)
        self.total(whole, (part, rest))


def suppress(table: Table) -> dict[Cell, Mark]:
    """The cells that are not shown as they are, and what stands in their place."""
    return _Search(table).run()


class _Search:
    def __init__(self, table: Table):
        self.names = [*table.values]
        self.number = {cell: n for n, cell in enumerate(self.names)}
        self.values = [table.values[cell] for cell in self.names]
        self.unseen = {self.number[c] for c in table.unseen}
        self.small = {n for n, v in enumerate(self.values) if 1 <= v < THRESHOLD and n not in self.unseen}
        guarded = {n for c in table.guarded if 1 <= self.values[n := self.number[c]] < THRESHOLD}
        self.secret = sorted(self.small | guarded)
        self.marks = dict.fromkeys(self.small, Mark.SMALL)
        self.low: dict[int, int] = {}
        self.high: dict[int, int] = {}
        for n in sorted(self.small):
            self.low[n], self.high[n] = 1, THRESHOLD - 1
        for n in self.unseen:
            self.low[n], self.high[n] = 0, ENDLESS
        # A zero is shown as zero, so it stands in no sum; unseen ones may be anything.
        self.sums: list[list[tuple[int, int]]] = []
        self.sums_of: dict[int, list[int]] = defaultdict(list)
        for line in table.sums:
            known = [(self.number[c], sign) for c, sign in line if c in self.number]
            kept = [(n, sign) for n, sign in known if self.values[n] or n in self.unseen]
            assert sum(sign * self.values[n] for n, sign in kept) == 0, line
            for n, _ in kept:
                self.sums_of[n].append(len(self.sums))
            self.sums.append(kept)
        self.followers: dict[int, list[int]] = defaultdict(list)
        for follower, leader in table.followers:
            if follower in self.number and leader in self.number:
                self.followers[self.number[leader]].append(self.number[follower])
        for n in sorted(self.small):
            self._lead(n)

    def run(self) -> dict[Cell, Mark]:
        safe: set[int] = set()
        for secret in self.secret:
            while secret not in safe:
                dead: dict[int, bool] = {}
                world = self._another_world(secret, 1, dead) or self._another_world(secret, -1, dead)
                if world is not None:
                    safe |= world.keys()
                    continue
                near = [*self.sums_of[secret], *sorted(dead, key=lambda line: dead[line])]
                if self._hide_more(near) or self._say_less(near):
                    continue
                around = self._connected(secret)
                if not self._hide_more(around) and not self._say_less(around):
                    break  # nothing that is connected with it is shown in any way
        return {self.names[n]: mark for n, mark in self.marks.items()}

    def _hide(self, n: int) -> None:
        if n in self.low or not self.values[n]:
            return
        self.marks[n] = Mark.HIDDEN
        self.low[n], self.high[n] = THRESHOLD, ENDLESS
        self._lead(n)

    def _lead(self, n: int) -> None:
        for follower in self.followers[n]:
            self._hide(follower)

    def _hide_more(self, lines: Iterable[int]) -> bool:
        """Leaves out one more cell, in the first sum where that helps: the smallest one that is still shown."""
        for line in lines:
            shown = [n for n, _ in self.sums[line] if n not in self.low]
            if shown:
                self._hide(min(shown, key=lambda n: (self.values[n], n)))
                return True
        return False

    def _say_less(self, lines: Iterable[int]) -> bool:
        """Everything in these sums is hidden and it still is not enough: then "<5" itself says too much."""
        for n in dict.fromkeys(n for line in lines for n, _ in self.sums[line]):
            if n in self.low and n not in self.unseen and (self.low[n], self.high[n]) != (1, ENDLESS):
                self.marks[n] = Mark.HIDDEN
                self.low[n], self.high[n] = 1, ENDLESS
                return True
        return False

    def _connected(self, start: int) -> list[int]:
        """All sums that hang together with the cell, nearest first."""
        lines: dict[int, None] = {}
        cells, waiting = {start}, [start]
        for n in waiting:
            for line in self.sums_of[n]:
                lines[line] = None
                fresh = [m for m, _ in self.sums[line] if m not in cells]
                cells.update(fresh)
                waiting.extend(fresh)
        return [*lines]

    def _another_world(self, start: int, step: int, dead: dict[int, bool]) -> dict[int, int] | None:
        """Changes of one up or down that keep every sum, with `start` changed by `step`; None when none was found.

        `dead` gathers the sums where it failed: False where no hidden cell at all could make up for the change.
        """
        if not self.low[start] <= self.values[start] + step <= self.high[start]:
            return None
        moved: dict[int, int] = {start: step}
        off: dict[int, int] = defaultdict(int)
        for line in self.sums_of[start]:
            off[line] += step * self._sign(line, start)
        left = MOST_STEPS

        def settle() -> bool:
            nonlocal left
            broken = next((line for line, by in off.items() if by), None)
            if broken is None:
                return True
            helped = False
            for n, sign in self._candidates(broken):
                change = -1 if off[broken] * sign > 0 else 1
                if n in moved or not self.low[n] <= self.values[n] + change <= self.high[n]:
                    continue
                helped, left = True, left - 1
                if left < 0:
                    return False
                moved[n] = change
                for line in self.sums_of[n]:
                    off[line] += change * self._sign(line, n)
                if settle():
                    return True
                del moved[n]
                for line in self.sums_of[n]:
                    off[line] -= change * self._sign(line, n)
            dead[broken] = dead.get(broken, True) and helped
            return False

        return moved if settle() else None

    def _candidates(self, line: int) -> list[tuple[int, int]]:
        """Hidden cells of the sum, those first that stand in the fewest other sums."""
        hidden = [(n, sign) for n, sign in self.sums[line] if n in self.low]
        return sorted(hidden, key=lambda c: (len(self.sums_of[c[0]]), c[0]))

    def _sign(self, line: int, n: int) -> int:
        return next(sign for cell, sign in self.sums[line] if cell == n)
