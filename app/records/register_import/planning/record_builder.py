"""Builds the records from the lines of one person, or from one line without a name. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time

from app.core.clock import moment
from app.core.text_rules import fold
from app.core.working_days import working_days_after
from app.front_desk.visits.models import VisitState
from app.records.register_import.entries import RegisterEntry
from app.records.register_import.matching.merged_person import merged_facts
from app.records.register_import.planning.journey_builder import MAX_SHORT_TEXT, JourneyBuilder
from app.records.register_import.planning.shop_context import ShopContext
from app.records.register_import.records import PlannedLine, PlannedRecord, UnitRecords, link_to_person
from app.shop.half_days.models import DayPart, OpeningState
from app.shop.half_days.rules import part_at

DEFAULT_HOURS = {
    DayPart.MORNING: (time(9), time(12)),
    DayPart.AFTERNOON: (time(13), time(17)),
    DayPart.EVENING: (time(19), time(21)),
}
DEFAULT_TIME = time(12)  # of a visit, where neither the line nor the shop's week gives a time


class RecordBuilder:
    """Builds the records of one import. Caches the half-days that it created and the next days for calls."""

    def __init__(self, shop: ShopContext, calls_per_day: int):
        self.shop, self.calls_per_day, self.calls_planned = shop, calls_per_day, 0
        self.openings: dict[tuple[date, DayPart], PlannedRecord] = {}
        self._next_days: list[date] = []

    def build(self, entries: Sequence[RegisterEntry], person_id: int | None, open_journey: int | None) -> UnitRecords:
        """Builds the records of one unit. `person_id`: an existing person; `open_journey`: id of their open journey."""
        planned = UnitRecords()
        if entries[0].person is not None:
            planned.person_facts = merged_facts(entries)
            if person_id is None:
                made = {"made_at": self.shop.at, "made_by_id": self.shop.worker_id}
                planned.person = PlannedRecord("person", {"shop_id": self.shop.shop_id, **planned.person_facts, **made})
                planned.records.append(planned.person)
        for entry in entries:
            self._visit(planned, entry, person_id)
        if planned.person_facts is not None:
            JourneyBuilder(self.shop, planned, person_id, open_journey, self._moment, self._next_day).build()
        if planned.person is not None:
            planned.lines[0].values["person_is_new"] = True
        return planned

    def _visit(self, planned: UnitRecords, entry: RegisterEntry, person_id: int | None) -> None:
        line, s = PlannedLine(entry), self.shop
        opening = self._opening(planned, line)
        at = self._moment(entry)
        # Without a name there is no journey, so remarks and unknown words are added to the reason for the visit.
        rest = [] if entry.person else [entry.remark]
        if entry.spoken_with and fold(entry.spoken_with) not in s.organisations:
            planned.not_understood += 1
            rest += [] if entry.person else [entry.spoken_with]
        if not entry.person:
            rest += [entry.partner, entry.result]
        values = {
            "shop_id": s.shop_id,
            "state": VisitState.DONE,
            "day": entry.day,
            "arrived_at": at,
            "ended_at": at,
            "about": " · ".join(filter(None, [entry.about, *rest]))[:MAX_SHORT_TEXT],
            "registered_by_id": s.worker_id,
            "for_organisation_id": s.organisation(entry.spoken_with),
            "topic": s.topic(entry.about),
        }
        visit = PlannedRecord("visit", values)
        if isinstance(opening, PlannedRecord):
            visit.links["opening_id"] = opening
        else:
            values["opening_id"] = opening
        line.links["visit_id"] = visit
        link_to_person(visit, planned, person_id)
        if planned.person is not None:
            line.links["person_id"] = planned.person
        elif person_id is not None:
            line.values["person_id"] = person_id
        planned.records.append(visit)
        planned.lines.append(line)

    def _half_day(self, entry: RegisterEntry) -> tuple[date, DayPart] | None:
        """The half-day of a line; None when it is unknown."""
        assert entry.day is not None
        part = entry.part
        if part is None and entry.time is not None:
            part = part_at(moment(entry.day, entry.time))
        if part is None:
            week = [part for weekday, part in self.shop.week if weekday == entry.day.weekday()]
            part = week[0] if len(week) == 1 else None
        return (entry.day, part) if part else None

    def _moment(self, entry: RegisterEntry) -> datetime:
        assert entry.day is not None
        if entry.time is not None:
            return moment(entry.day, entry.time)
        half_day = self._half_day(entry)
        if half_day is None:
            return min(moment(entry.day, DEFAULT_TIME), self.shop.at)
        known = self.shop.openings.get(half_day)
        return min(moment(entry.day, known[1] if known else self._hours(half_day)[0]), self.shop.at)

    def _hours(self, half_day: tuple[date, DayPart]) -> tuple[time, time]:
        day, part = half_day
        return self.shop.week.get((day.weekday(), part), DEFAULT_HOURS[part])

    def _opening(self, planned: UnitRecords, line: PlannedLine) -> PlannedRecord | int | None:
        """The half-day: the id of an existing row, or a new row. None is created for today, still going on."""
        half_day = self._half_day(line.entry)
        if half_day is None:
            return None
        if half_day in self.shop.openings:
            return self.shop.openings[half_day][0]
        if half_day not in self.openings and half_day[0] < self.shop.today:
            opens, closes = self._hours(half_day)
            values = {
                "shop_id": self.shop.shop_id,
                "day": half_day[0],
                "part": half_day[1],
                "opens": opens,
                "closes": closes,
                "state": OpeningState.CLOSED,
            }
            self.openings[half_day] = line.links["opening_id"] = PlannedRecord("opening", values)
            planned.records.append(self.openings[half_day])
        return self.openings.get(half_day)

    def _next_day(self) -> date:
        """The next working day with room for another call."""
        place = self.calls_planned // self.calls_per_day
        while len(self._next_days) <= place:
            last = self._next_days[-1] if self._next_days else self.shop.today
            self._next_days.append(working_days_after(last, 1, self.shop.closed))
        self.calls_planned += 1
        return self._next_days[place]
