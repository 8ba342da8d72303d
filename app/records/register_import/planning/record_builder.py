"""From the lines of one person, or one line without a name, to the records that they become. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time

from app.core.clock import moment
from app.core.text_rules import fold
from app.core.working_days import workdays_after
from app.front_desk.visits.models import VisitState
from app.records.register_import.entries import Entry
from app.records.register_import.matching.merged_person import card
from app.records.register_import.planning.journey_builder import SHORT, Story
from app.records.register_import.planning.shop_context import Setting
from app.records.register_import.records import Line, Record, Written, whose
from app.shop.half_days.models import OpeningState, Part
from app.shop.half_days.rules import part_at

HOURS = {
    Part.MORNING: (time(9), time(12)),
    Part.AFTERNOON: (time(13), time(17)),
    Part.EVENING: (time(19), time(21)),
}
NOT_SAID = time(12)  # on the clock, where neither the line nor the week tells


class Making:
    """Makes the records of one import. Remembers which half-days it made, and when it lets people be called."""

    def __init__(self, setting: Setting, a_day: int):
        self.setting, self.a_day, self.planned = setting, a_day, 0
        self.openings: dict[tuple[date, Part], Record] = {}
        self._next_days: list[date] = []

    def of(self, entries: Sequence[Entry], person_id: int | None, open_journey: int | None) -> Written:
        """`person_id`: who is known already; `open_journey`: the number of the one they are in now."""
        written = Written()
        if entries[0].known is not None:
            written.said = card(entries)
            if person_id is None:
                made = {"made_at": self.setting.at, "made_by_id": self.setting.worker_id}
                written.person = Record("person", {"shop_id": self.setting.shop_id, **written.said, **made})
                written.records.append(written.person)
        for entry in entries:
            self._visit(written, entry, person_id)
        if written.said is not None:
            Story(self.setting, written, person_id, open_journey, self._moment, self._next_day).tell()
        if written.person is not None:
            written.lines[0].values["person_is_new"] = True
        return written

    def _visit(self, written: Written, entry: Entry, person_id: int | None) -> None:
        line, s = Line(entry), self.setting
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
            "about": " · ".join(filter(None, [entry.about, *left]))[:SHORT],
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
        whose(visit, written, person_id)
        if written.person is not None:
            line.links["person_id"] = written.person
        elif person_id is not None:
            line.values["person_id"] = person_id
        written.records.append(visit)
        written.lines.append(line)

    def _half_day(self, entry: Entry) -> tuple[date, Part] | None:
        """The half-day of a line; None where it cannot be told."""
        assert entry.day is not None
        part = entry.part
        if part is None and entry.time is not None:
            part = part_at(moment(entry.day, entry.time))
        if part is None:
            week = [part for weekday, part in self.setting.week if weekday == entry.day.weekday()]
            part = week[0] if len(week) == 1 else None
        return (entry.day, part) if part else None

    def _moment(self, entry: Entry) -> datetime:
        assert entry.day is not None
        if entry.time is not None:
            return moment(entry.day, entry.time)
        half_day = self._half_day(entry)
        if half_day is None:
            return min(moment(entry.day, NOT_SAID), self.setting.at)
        known = self.setting.openings.get(half_day)
        return min(moment(entry.day, known[1] if known else self._hours(half_day)[0]), self.setting.at)

    def _hours(self, half_day: tuple[date, Part]) -> tuple[time, time]:
        day, part = half_day
        return self.setting.week.get((day.weekday(), part), HOURS[part])

    def _opening(self, written: Written, line: Line) -> Record | int | None:
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
            self._next_days.append(workdays_after(last, 1, self.setting.closed))
        self.planned += 1
        return self._next_days[place]
