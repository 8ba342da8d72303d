"""Plans an import: the units to write, the refused lines, the lines imported before, and the counts. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.records.register_import.entries import RegisterEntry
from app.records.register_import.matching.matching import Group, Matching, Side
from app.records.register_import.planning.record_builder import RecordBuilder
from app.records.register_import.planning.shop_context import ShopContext
from app.records.register_import.records import UnitRecords
from app.shop.half_days.models import DayPart
from app.shop.lists.models import OutcomeClass

LINES_SHOWN = 8  # line numbers listed for each reason
MIN_CALLS_PER_DAY = 10  # people to call on one working day
MAX_CALL_DAYS = 200  # working days over which the calls are spread: a next step lies within a year


@dataclass(frozen=True)
class Unit:
    """The lines that are written together: all lines of one person, oldest first, or one line without a name."""

    entries: tuple[RegisterEntry, ...]
    person_id: int | None = None  # the existing person
    side: Side = ""  # the side that questions name the person by; "" for a line without a name


@dataclass(frozen=True)
class Plan:
    units: tuple[Unit, ...]
    refused: tuple[RegisterEntry, ...]
    already_imported: tuple[RegisterEntry, ...]


def make_plan(entries: Sequence[RegisterEntry], matching: Matching, already: Mapping[str, int]) -> Plan:
    """Divides the entries; the units are in the order of their first line.

    `already`: how often each line, by fingerprint, was imported before.
    """
    refused = tuple(entry for entry in entries if entry.refusal is not None)
    left, imported = Counter(already), set()
    for place, entry in enumerate(entries):
        if entry.refusal is None and entry.fingerprint and left[entry.fingerprint] > 0:
            left[entry.fingerprint] -= 1
            imported.add(place)
    units: list[Unit] = []
    named: set[int] = set()
    for group in matching.groups:
        named.update(group.places)
        lines = [entries[place] for place in group.places if place not in imported]
        if lines:
            units.append(Unit(tuple(sorted(lines, key=_visit_order)), group.person_id, side_of_group(group, entries)))
    for place, entry in enumerate(entries):
        if entry.refusal is None and place not in imported and place not in named:
            units.append(Unit((entry,)))
    units.sort(key=lambda unit: min(entry.row for entry in unit.entries))
    return Plan(tuple(units), refused, tuple(entries[place] for place in sorted(imported)))


def merge_by_main_card(units: Sequence[Unit], mains: Mapping[int, int]) -> list[Unit]:
    """The units, with each person replaced by the person of their main card.

    The lines of two cards that were linked after the plan was made become one unit. `mains`: ids of main cards, by the
    id of the linked card.
    """
    found: list[Unit] = []
    place_of: dict[int, int] = {}
    for unit in units:
        if unit.person_id is None:
            found.append(unit)
            continue
        person_id = mains.get(unit.person_id, unit.person_id)
        if person_id not in place_of:
            place_of[person_id] = len(found)
            found.append(replace(unit, person_id=person_id))
            continue
        first = found[place_of[person_id]]
        lines = tuple(sorted((*first.entries, *unit.entries), key=_visit_order))
        found[place_of[person_id]] = replace(first, entries=lines)
    return found


def side_of_group(group: Group, entries: Sequence[RegisterEntry]) -> Side:
    """The side by which questions name a group: the existing person, or else the first line."""
    return f"={group.person_id}" if group.person_id is not None else str(entries[group.places[0]].row)


_PART_ORDER = {part: number for number, part in enumerate(DayPart)}


def _visit_order(entry: RegisterEntry) -> tuple[date, int, int]:
    return entry.day or date.min, _PART_ORDER[entry.part] if entry.part else 0, entry.row


def plan_counts(plan: Plan, shop: ShopContext, followed: frozenset[int] = frozenset()) -> dict[str, Any]:
    """The counts of the plan, for the preview and for spreading the calls. `followed`: ids of the persons who have an
    open journey now."""
    builder = RecordBuilder(shop, MIN_CALLS_PER_DAY)
    total: Counter[str] = Counter()
    results: Counter[str] = Counter()
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in plan.units:
        open_journey = -1 if unit.person_id in followed else None
        planned = builder.build(unit.entries, unit.person_id, open_journey)
        total["new_persons"] += bool(unit.side) and unit.person_id is None
        total["known_persons"] += unit.person_id is not None
        total["anonymous"] += not unit.side
        _add_counts(planned, total, results, months)
    lines = sum(len(unit.entries) for unit in plan.units)
    return {
        "lines": lines + len(plan.refused) + len(plan.already_imported),
        **{name: total[name] for name in COUNT_NAMES},
        "results": dict(results),
        "months": {month: dict(months[month]) for month in sorted(months)},
        "refused": dict(Counter(str(entry.refusal) for entry in plan.refused)),
        "refused_lines": _first_lines(plan.refused),
        "there": len(plan.already_imported),
    }


def _first_lines(refused: Sequence[RegisterEntry]) -> dict[str, list[int]]:
    """The first refused lines for each reason."""
    found: dict[str, list[int]] = defaultdict(list)
    for entry in refused:
        if len(found[str(entry.refusal)]) < LINES_SHOWN:
            found[str(entry.refusal)].append(entry.row)
    return dict(found)


COUNT_NAMES = (
    "visits",
    "new_persons",
    "known_persons",
    "anonymous",
    "handovers",
    "warm",
    "outcomes",
    "journeys",
    "open_journeys",
    "notes",
    "openings",
    "not_understood",
)
_COUNT_BY_TABLE = {
    "visit": "visits",
    "handover": "handovers",
    "outcome": "outcomes",
    "journey": "journeys",
    "note": "notes",
    "opening": "openings",
    "introduction": "warm",
}


def _add_counts(
    planned: UnitRecords, total: Counter[str], results: Counter[str], months: dict[str, Counter[str]]
) -> None:
    for record in planned.records:
        if record.table in _COUNT_BY_TABLE:
            total[_COUNT_BY_TABLE[record.table]] += 1
        if record.table == "visit":
            months[f"{record.values['day']:%Y-%m}"]["visits"] += 1
        elif record.table == "outcome":
            results[record.kind.key] += 1  # type: ignore[union-attr]
            counts_as = "results" if record.kind.grouping == OutcomeClass.OUTFLOW else "steps"  # type: ignore[union-attr]
            months[f"{record.values['starts_on']:%Y-%m}"][counts_as] += 1
        elif record.table == "journey":
            total["open_journeys"] += record.values["ended_at"] is None
            if record.kind is not None and record.kind.grouping != OutcomeClass.OUTFLOW:
                results[record.kind.key] += 1
    total["not_understood"] += planned.not_understood


def calls_per_day(open_journeys: int) -> int:
    """The number of people to call on one day, so that the last one is called within a year."""
    return max(MIN_CALLS_PER_DAY, -(-open_journeys // MAX_CALL_DAYS))
