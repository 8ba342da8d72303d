"""From the lines of one person, or one line without a name, to the records that they become. Pure."""

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
from app.records.register_import.records import PlannedLine, Record, UnitRecords, link_to_person
from app.shop.half_days.models import DayPart, OpeningState
from app.shop.half_days.rules import part_at

DEFAULT_HOURS = {
    DayPart.MORNING: (time(9), time(12)),
    DayPart.AFTERNOON: (time(13), time(17)),
    DayPart.EVENING: (time(19), time(21)),
}
DEFAULT_TIME = time(12)  # on the clock, where neither the line nor the week tells


class RecordBuilder:
    """Makes the records of one import. Remembers which half-days it made, and when it lets people be called."""

    def __init__(self, setting: ShopContext, a_day: int):
        self.setting, self.a_day, self.planned = setting, a_day, 0
        self.openings: dict[tuple[date, DayPart], Record] = {}
        self._next_days: list[date] = []

    def of(self, entries: Sequence[RegisterEntry], person_id: int | None, open_journey: int | None) -> UnitRecords:
        """`person_id`: who is known already; `open_journey`: the number of the one they are in now."""
        written = UnitRecords()
        if entries[0].known is not None:
            written.said = merged_facts(entries)
            if person_id is None:
                made = {"made_at": self.setting.at, "made_by_id": self.setting.worker_id}
                written.person = Record("person", {"shop_id": self.setting.shop_id, **written.said, **made})
                written.records.append(written.person)
        for entry in entries:
            self._visit(written, entry, person_id)
        if written.said is not None:
            JourneyBuilder(self.setting, written, person_id, open_journey, self._moment, self._next_day).tell()
        if written.person is not None:
            written.lines[0].values["person_is_new"] = True
        return written

    def _visit(self, written: UnitRecords, entry: RegisterEntry, person_id: int | None) -> None:
        line, s = PlannedLine(entry), self.setting
        opening = self._opening(written, line)
        at = self._moment(entry)
        left = [] if entry.known else [entry.remark]
        if entry.spoken_with and fold(entry.spoken_with) not in s.organisations:
            written.not_understood += 1
            left += [] if entry.known else [entry.spoken_with]
        if not entry.known:
            left += [entry.partner, entry.result]
        values = {
            "shop_id": s.shop_id,
            "state": VisitState.DONE,
            "day": entry.day,
            "arrived_at": at,
            "ended_at": at,
            "about": " · ".join(filter(None, [entry.about, *left]))[:MAX_SHORT_TEXT],
            "registered_by_id": s.worker_id,
            "for_organisation_id": s.organisation(entry.spoken_with),
            "topic": s.topic(entry.about),
        }
        visit = Record("visit", values)
        if isinstance(opening, Record):
            visit.links["opening_id"] = opening
        else:
            values["opening_id"] = opening
        line.links["visit_id"] = visit
        link_to_person(visit, written, person_id)
        if written.person is not None:
            line.links["person_id"] = written.person
        elif person_id is not None:
            line.values["person_id"] = person_id
        written.records.append(visit)
        written.lines.append(line)

    def _half_day(self, entry: RegisterEntry) -> tuple[date, DayPart] | None:
        """The half-day of a line; None where it cannot be told."""
        assert entry.day is not None
        part = entry.part
        if part is None and entry.time is not None:
            part = part_at(moment(entry.day, entry.time))
        if part is None:
            week = [part for weekday, part in self.setting.week if weekday == entry.day.weekday()]
            part = week[0] if len(week) == 1 else None
        return (entry.day, part) if part else None

    def _moment(self, entry: RegisterEntry) -> datetime:
        assert entry.day is not None
        if entry.time is not None:
            return moment(entry.day, entry.time)
        half_day = self._half_day(entry)
        if half_day is None:
            return min(moment(entry.day, DEFAULT_TIME), self.setting.at)
        known = self.setting.openings.get(half_day)
        return min(moment(entry.day, known[1] if known else self._hours(half_day)[0]), self.setting.at)

    def _hours(self, half_day: tuple[date, DayPart]) -> tuple[time, time]:
        day, part = half_day
        return self.setting.week.get((day.weekday(), part), DEFAULT_HOURS[part])

    def _opening(self, written: UnitRecords, line: PlannedLine) -> Record | int | None:
        """The half-day's row: the one that is there, or made; never one of today, which is going on."""
        half_day = self._half_day(line.entry)
        if half_day is None:
            return None
        if half_day in self.setting.openings:
            return self.setting.openings[half_day][0]
        if half_day not in self.openings and half_day[0] < self.setting.today:
            opens, closes = self._hours(half_day)
            values = {
                "shop_id": self.setting.shop_id,
                "day": half_day[0],
                "part": half_day[1],
                "opens": opens,
                "closes": closes,
                "state": OpeningState.CLOSED,
            }
            self.openings[half_day] = line.links["opening_id"] = Record("opening", values)
            written.records.append(self.openings[half_day])
        return self.openings.get(half_day)

    def _next_day(self) -> date:
        """Ten on each of the coming working days, or more where there are very many."""
        place = self.planned // self.a_day
        while len(self._next_days) <= place:
            last = self._next_days[-1] if self._next_days else self.setting.today
            self._next_days.append(working_days_after(last, 1, self.setting.closed))
        self.planned += 1
        return self._next_days[place]
