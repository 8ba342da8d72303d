"""Builds the journeys of one person from their lines, with handovers, outcomes and notes. Pure."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.core.ids import new_key
from app.core.text_rules import N_, fold
from app.guidance.journeys.models import ResponsibilityReason
from app.handovers.lifecycle.models import IntroductionState, State
from app.outcomes.models import Source
from app.outcomes.rules import RESULT_CLASSES
from app.records.register_import.entries import RegisterEntry
from app.records.register_import.planning.shop_context import ShopContext
from app.records.register_import.records import (
    OutcomeKind,
    PlannedLine,
    PlannedRecord,
    UnitRecords,
    link_to_journey,
    link_to_person,
)
from app.shop.lists.models import OutcomeClass
from app.web.i18n import gettext as _

CALL_STEP = N_("Call to ask how it is going")  # the next step in a journey that stays open
ENDING_CLASSES = frozenset(
    {OutcomeClass.OUTFLOW, OutcomeClass.NEUTRAL_END, OutcomeClass.STOPPED, OutcomeClass.CONTACT_LOST}
)
MAX_SHORT_TEXT, MAX_NOTE = 200, 10_000  # characters that fit in a column


class JourneyBuilder:
    """Adds the journeys of one person to `planned`.

    `open_journey`: the id of the person's open journey. `moment`: the time of a line's visit. `next_day`: the day of
    the next step in a journey that stays open.
    """

    def __init__(
        self,
        shop: ShopContext,
        planned: UnitRecords,
        person_id: int | None,
        open_journey: int | None,
        moment: Callable[[RegisterEntry], datetime],
        next_day: Callable[[], date],
    ):
        self.shop, self.planned, self.person_id, self.open_journey = shop, planned, person_id, open_journey
        self.moment, self.next_day = moment, next_day

    def build(self) -> None:
        """Adds the journeys, each up to and including the line that ends it, and the notes."""
        stretch: list[PlannedLine] = []
        notes: list[tuple[PlannedLine, str]] = []
        for line in self.planned.lines:
            entry = line.entry
            partner, kind = self.shop.organisation(entry.partner), self.shop.result(entry.result)
            text = self._note(entry)
            if text:
                notes.append((line, text))
            if partner is None and (kind is None or kind.grouping == OutcomeClass.UNKNOWN):
                continue
            stretch.append(line)
            if kind is not None and kind.grouping in ENDING_CLASSES:
                self._journey(stretch, kind)
                stretch = []
        if stretch:
            self._journey(stretch, None)
        for line, text in notes:
            note = PlannedRecord(
                "note",
                {
                    "organisation_id": self.shop.organisation_id,
                    "author_id": self.shop.worker_id,
                    "text": text[:MAX_NOTE],
                    "written_at": self.moment(line.entry),
                },
            )
            if "journey_id" in line.links:
                note.links["journey_id"] = line.links["journey_id"]
            else:
                note.values["journey_id"] = line.values.get("journey_id")
            line.links["note_id"] = note
            self._add(note)

    def _note(self, entry: RegisterEntry) -> str:
        """The remark, followed by the words that were not understood, so that nothing is lost."""
        text = [entry.remark]
        if entry.partner and fold(entry.partner) not in self.shop.organisations:
            self.planned.not_understood += 1
            text.append(_("Handed over to: %(said)s") % {"said": entry.partner})
        if entry.result and fold(entry.result) not in self.shop.results:
            self.planned.not_understood += 1
            text.append(_("Result: %(said)s") % {"said": entry.result})
        if entry.spoken_with and fold(entry.spoken_with) not in self.shop.organisations:
            text.append(_("Spoken with: %(said)s") % {"said": entry.spoken_with})
        return "\n".join(filter(None, text))

    def _journey(self, stretch: list[PlannedLine], end: OutcomeKind | None) -> None:
        """Puts these lines in one journey: a new one, or the open journey if nothing ends it."""
        journey = None if self.open_journey is not None and end is None else self._new(stretch, end)
        where: dict[str, Any] = {"shop_id": self.shop.shop_id}
        waiting: list[PlannedRecord] = []
        for line in stretch:
            if journey is not None:
                line.links["journey_id"] = journey
            else:
                line.values["journey_id"] = where["journey_id"] = self.open_journey
            if (partner := self.shop.organisation(line.entry.partner)) is not None:
                waiting.append(self._handover(line, partner, where))
            kind = self.shop.result(line.entry.result)
            if kind is not None and kind.grouping in RESULT_CLASSES:
                self._outcome(line, kind, where)
                for handover in waiting:
                    handover.values |= {
                        "state": State.COMPLETED,
                        "ended_at": self.moment(line.entry),
                        "feedback": line.entry.result,
                    }
                waiting = []
        if journey is not None:
            stretch[0].values["journey_is_new"] = True

    def _new(self, stretch: list[PlannedLine], end: OutcomeKind | None) -> PlannedRecord:
        s, first, last = self.shop, stretch[0].entry, stretch[-1].entry
        values: dict[str, Any] = {
            "shop_id": s.shop_id,
            "opened_at": self.moment(first),
            "opened_on": first.day,
            "ended_at": None,
        }
        if end is not None:
            values |= {
                "ended_at": self.moment(last),
                "ended_on": last.day,
                "end_kind_id": end.id,
                "ended_by_id": s.worker_id,
            }
        else:
            values |= {
                "responsible_id": s.follower_id,
                "next_worker_id": s.follower_id,
                "next_what": _(CALL_STEP),
                "next_on": self.next_day(),
                "next_key": new_key(),
            }
        journey = PlannedRecord("journey", values, kind=end)
        self._add(journey)
        if end is None:
            responsibility = PlannedRecord(
                "responsibility",
                {
                    "worker_id": s.follower_id,
                    "organisation_id": s.follower_organisation_id,
                    "since": s.at,
                    "why": ResponsibilityReason.OPENED,
                    "seen_at": s.at,
                },
                {"journey_id": journey},
            )
            self._add(responsibility)
        return journey

    def _handover(self, line: PlannedLine, partner: int, where: dict[str, Any]) -> PlannedRecord:
        at, s = self.moment(line.entry), self.shop
        handover = PlannedRecord(
            "handover",
            {
                **where,
                "sender_id": s.worker_id,
                "receiver_id": partner,
                "question": line.entry.about[:MAX_SHORT_TEXT],
                "state": State.UNKNOWN,
                "made_at": at,
                "offered_at": at,
                "accepted_at": at,
                "running_at": at,
                "ended_at": at,
                "told": True,
            },
        )
        link_to_journey(handover, line)
        line.links["handover_id"] = handover
        self._add(handover)
        if line.entry.warm:
            introduction = PlannedRecord(
                "introduction",
                {
                    "state": IntroductionState.HELD,
                    "held_at": at,
                    "held_on": line.entry.day,
                    "with_person": True,
                    "with_sender": True,
                    "with_receiver": True,
                    "recorded_by_id": s.worker_id,
                },
                {"handover_id": handover},
            )
            self._add(introduction)
        return handover

    def _outcome(self, line: PlannedLine, kind: OutcomeKind, where: dict[str, Any]) -> None:
        s = self.shop
        outcome = PlannedRecord(
            "outcome",
            {
                **where,
                "kind_id": kind.id,
                "starts_on": line.entry.day,
                "source": Source.REGISTER,
                "recorded_by_id": s.worker_id,
                "organisation_id": s.organisation_id,
                "recorded_at": s.at,
            },
            kind=kind,
        )
        link_to_journey(outcome, line)
        line.links["outcome_id"] = outcome
        self._add(outcome)

    def _add(self, record: PlannedRecord) -> None:
        link_to_person(record, self.planned, self.person_id)
        self.planned.records.append(record)
