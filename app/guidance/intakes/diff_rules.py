"""Differences between an intake and the one that it follows. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.guidance.intakes.models import Passage, Section


class ChangeType(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "taken_off"


@dataclass(frozen=True)
class Change:
    """One difference. `was`: the earlier passage; `now`: the later one.

    `now` is present for a removed passage too, if the later intake has its row, because that says by whom and when.
    """

    how: ChangeType
    was: Passage | None
    now: Passage | None

    @property
    def passage(self) -> Passage:
        found = self.now or self.was
        assert found is not None
        return found

    @property
    def place(self) -> tuple[Section, str]:
        return self.passage.place


def changes(before: Iterable[Passage], after: Iterable[Passage]) -> list[Change]:
    """New, changed and removed passages of `after`, in its order. Both include removed passages (queries.passages)."""
    earlier = {p.place: p for p in before if p.says}
    later = {p.place: p for p in after}
    found = []
    for place, now in later.items():
        was = earlier.get(place)
        if was is None and now.says:
            found.append(Change(ChangeType.NEW, None, now))
        elif was is not None and not now.says:
            found.append(Change(ChangeType.REMOVED, was, now))
        elif was is not None and (was.text, was.level) != (now.text, now.level):
            found.append(Change(ChangeType.CHANGED, was, now))
    return found + [Change(ChangeType.REMOVED, was, None) for place, was in earlier.items() if place not in later]
