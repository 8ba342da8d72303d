"""What a later talk says differently. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.guidance.intakes.models import Passage, Section


class ChangeType(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    TAKEN_OFF = "taken_off"


@dataclass(frozen=True)
class Change:
    """One thing that the later talk says differently. `was`: what the earlier one said; `now`: the row of the later
    one, also where it was taken away again, since that row knows by whom and when."""

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
    """What is new, other or taken off in `after`, in its order. Both with what was removed (`queries.passages`)."""
    earlier = {p.place: p for p in before if p.says}
    later = {p.place: p for p in after}
    found = []
    for place, now in later.items():
        was = earlier.get(place)
        if was is None and now.says:
            found.append(Change(ChangeType.NEW, None, now))
        elif was is not None and not now.says:
            found.append(Change(ChangeType.TAKEN_OFF, was, now))
        elif was is not None and (was.text, was.level) != (now.text, now.level):
            found.append(Change(ChangeType.CHANGED, was, now))
    return found + [Change(ChangeType.TAKEN_OFF, was, None) for place, was in earlier.items() if place not in later]
