"""From the lines of one person, or one line without a name, to the records that they become. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from app.core.clock import moment
from app.core.text import N_, fold
from app.core.workdays import workdays_after
from app.handovers.models import IntroductionState, State
from app.importing.cards import card
from app.importing.entries import Entry
from app.journeys.models import Why
from app.outcomes.models import Source
from app.outcomes.rules import RECORDED
from app.shops.models import OpeningState, OutcomeClass, Part
from app.shops.rules import part_at
from app.visits.models import VisitState
from app.web.i18n import gettext as _

if TYPE_CHECKING:
    from app.importing.plan import Setting

HOURS = {
    Part.MORNING: (time(9), time(12)), Part.AFTERNOON: (time(13), time(17)), Part.EVENING: (time(19), time(21)),
}  # fmt: skip
NOT_SAID = time(12)  # on the clock, where neither the line nor the week tells
CALL = N_("Call how it is going")  # the next step of who is followed from now on
ENDS = frozenset({OutcomeClass.OUTFLOW, OutcomeClass.NEUTRAL_END, OutcomeClass.STOPPED, OutcomeClass.CONTACT_LOST})
ABOUT, NAMED = 200, 10_000  # letters that fit


@dataclass(frozen=True)
class Kind:
    """A kind of outcome of the shop's list. `grouping` is its OutcomeClass."""

    id: int
    key: str
    grouping: str


@dataclass(slots=True, eq=False)
class Record:
    """A row to be. `links`: columns that refer to other rows to be, which get their numbers first."""

    table: str
    values: dict[str, Any]
    links: dict[str, "Record"] = field(default_factory=dict)
    id: int = 0
    kind: Kind | None = None


@dataclass(slots=True)
class Line:
    """What came of one line: columns of ImportedRow, as values and as rows to be."""

    entry: Entry
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Record] = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """`records` in the order in which they can be written. `said`: what the lines say of the person."""

    records: list[Record] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    person: Record | None = None
    said: dict[str, Any] | None = None
    not_understood: int = 0


class Making:
    """Makes the records of one import. Remembers which half-days it made, and when it lets people be called."""

    def __init__(self, setting: "Setting", a_day: int):
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
            self._story(written, person_id, open_journey)
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
            "shop_id": s.shop_id, "state": VisitState.DONE, "day": entry.day, "arrived_at": at, "ended_at": at,
            "about": " · ".join(filter(None, [entry.about, *left]))[:ABOUT], "registered_by_id": s.worker_id,
            "for_organisation_id": s.organisation(entry.spoken_with),
        }  # fmt: skip
        visit = Record("visit", values)
        if isinstance(opening, Record):
            visit.links["opening_id"] = opening
        else:
            values["opening_id"] = opening
        line.links["visit_id"] = visit
        _whose(visit, written, person_id)
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
                "shop_id": self.setting.shop_id, "day": half_day[0], "part": half_day[1], "opens": opens,
                "closes": closes, "state": OpeningState.CLOSED,
            }  # fmt: skip
            self.openings[half_day] = line.links["opening_id"] = Record("opening", values)
            written.records.append(self.openings[half_day])
        return self.openings.get(half_day)

    def _story(self, written: Written, person_id: int | None, open_journey: int | None) -> None:
        """Journeys, each up to and including the line that ends it, with what came of it; and notes."""
        stretch: list[Line] = []
        notes: list[tuple[Line, str]] = []
        for line in written.lines:
            entry = line.entry
            partner, kind = self.setting.organisation(entry.partner), self.setting.result(entry.result)
            text = self._note(written, entry)
            if text:
                notes.append((line, text))
            if partner is None and (kind is None or kind.grouping == OutcomeClass.UNKNOWN):
                continue
            stretch.append(line)
            if kind is not None and kind.grouping in ENDS:
                self._journey(written, stretch, kind, person_id, None)
                stretch = []
        if stretch:
            self._journey(written, stretch, None, person_id, open_journey)
        for line, text in notes:
            note = Record("note", {
                "organisation_id": self.setting.organisation_id, "author_id": self.setting.worker_id,
                "text": text[:NAMED], "written_at": self._moment(line.entry),
            })  # fmt: skip
            _whose(note, written, person_id)
            if "journey_id" in line.links:
                note.links["journey_id"] = line.links["journey_id"]
            else:
                note.values["journey_id"] = line.values.get("journey_id")
            line.links["note_id"] = note
            written.records.append(note)

    def _note(self, written: Written, entry: Entry) -> str:
        """The remark, and what was not understood, as it stands: nothing is lost."""
        text = [entry.remark]
        if entry.partner and fold(entry.partner) not in self.setting.organisations:
            written.not_understood += 1
            text.append(_("Handed over to: %(said)s") % {"said": entry.partner})
        if entry.result and fold(entry.result) not in self.setting.results:
            written.not_understood += 1
            text.append(_("Result: %(said)s") % {"said": entry.result})
        if entry.spoken_with and fold(entry.spoken_with) not in self.setting.organisations:
            text.append(_("Spoken with: %(said)s") % {"said": entry.spoken_with})
        return "\n".join(filter(None, text))

    def _journey(
        self, written: Written, stretch: list[Line], end: Kind | None, person_id: int | None, open_journey: int | None
    ) -> None:
        """One journey over these lines; it goes on in the one that is open, where nothing ends it."""
        journey = None if open_journey is not None and end is None else self._new(written, stretch, end, person_id)
        where: dict[str, Any] = {"shop_id": self.setting.shop_id}
        waiting: list[Record] = []
        for line in stretch:
            if journey is not None:
                line.links["journey_id"] = journey
            else:
                line.values["journey_id"] = where["journey_id"] = open_journey
            if (partner := self.setting.organisation(line.entry.partner)) is not None:
                waiting.append(self._handover(written, line, partner, where, person_id))
            kind = self.setting.result(line.entry.result)
            if kind is not None and kind.grouping in RECORDED:
                self._outcome(written, line, kind, where, person_id)
                for handover in waiting:
                    handover.values |= {
                        "state": State.COMPLETED, "ended_at": self._moment(line.entry), "feedback": line.entry.result,
                    }  # fmt: skip
                waiting = []
        if journey is not None:
            stretch[0].values["journey_is_new"] = True

    def _new(self, written: Written, stretch: list[Line], end: Kind | None, person_id: int | None) -> Record:
        s, first, last = self.setting, stretch[0].entry, stretch[-1].entry
        values: dict[str, Any] = {
            "shop_id": s.shop_id, "opened_at": self._moment(first), "opened_on": first.day, "ended_at": None,
        }  # fmt: skip
        if end is not None:
            values |= {"ended_at": self._moment(last), "ended_on": last.day, "end_kind_id": end.id}
        else:
            values |= {
                "responsible_id": s.follower_id, "next_worker_id": s.follower_id, "next_what": _(CALL),
                "next_on": self._next_day(),
            }  # fmt: skip
        journey = Record("journey", values, kind=end)
        _whose(journey, written, person_id)
        written.records.append(journey)
        if end is None:
            answers = Record("responsibility", {
                "worker_id": s.follower_id, "organisation_id": s.follower_organisation_id, "since": s.at,
                "why": Why.OPENED,
            }, {"journey_id": journey})  # fmt: skip
            _whose(answers, written, person_id)
            written.records.append(answers)
        return journey

    def _next_day(self) -> date:
        """Ten on each of the coming working days, or more where there are very many."""
        place = self.planned // self.a_day
        while len(self._next_days) <= place:
            last = self._next_days[-1] if self._next_days else self.setting.today
            self._next_days.append(workdays_after(last, 1, self.setting.closed))
        self.planned += 1
        return self._next_days[place]

    def _handover(
        self, written: Written, line: Line, partner: int, where: dict[str, Any], person_id: int | None
    ) -> Record:
        at, s = self._moment(line.entry), self.setting
        handover = Record("handover", {
            **where, "sender_id": s.worker_id, "receiver_id": partner, "question": line.entry.about[:ABOUT],
            "state": State.UNKNOWN, "made_at": at, "offered_at": at, "accepted_at": at, "running_at": at,
            "ended_at": at, "told": True,
        })  # fmt: skip
        _of_journey(handover, line, written, person_id)
        line.links["handover_id"] = handover
        written.records.append(handover)
        if line.entry.warm:
            met = Record("introduction", {
                "state": IntroductionState.HELD, "held_at": at, "held_on": line.entry.day, "with_person": True,
                "with_sender": True, "with_receiver": True, "recorded_by_id": s.worker_id,
            }, {"handover_id": handover})  # fmt: skip
            _whose(met, written, person_id)
            written.records.append(met)
        return handover

    def _outcome(self, written: Written, line: Line, kind: Kind, where: dict[str, Any], person_id: int | None) -> None:
        s = self.setting
        outcome = Record("outcome", {
            **where, "kind_id": kind.id, "starts_on": line.entry.day, "source": Source.REGISTER,
            "recorded_by_id": s.worker_id, "organisation_id": s.organisation_id, "recorded_at": s.at,
        }, kind=kind)  # fmt: skip
        _of_journey(outcome, line, written, person_id)
        line.links["outcome_id"] = outcome
        written.records.append(outcome)


def _of_journey(record: Record, line: Line, written: Written, person_id: int | None) -> None:
    if "journey_id" in line.links:
        record.links["journey_id"] = line.links["journey_id"]
    _whose(record, written, person_id)


def _whose(record: Record, written: Written, person_id: int | None) -> None:
    if written.person is not None:
        record.links["person_id"] = written.person
    else:
        record.values["person_id"] = person_id
