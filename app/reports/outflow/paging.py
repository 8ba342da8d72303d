"""Splits the rows behind a figure into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE_SIZE = 200  # rows


@dataclass(frozen=True)
class RowPage(Generic[T]):
    """One page. `count` is the number of rows on all pages together."""

    rows: Sequence[T]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


def paginate(every: Sequence[T], page: int) -> RowPage[T] | None:
    """The page with this number, counted from 1; None past the last page."""
    rows = every[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return RowPage(rows, len(every), page) if rows or page == 1 else None
