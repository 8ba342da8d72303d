"""What came of somebody over the years: journeys, each up to what ended it, with their handovers and results. Pure."""

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
    Record,
    UnitRecords,
    link_to_journey,
    link_to_person,
)
from app.shop.lists.models import OutcomeClass
from app.web.i18n import gettext as _

CALL_STEP = N_("Call how it is going")  # the next step of who is followed from now on
ENDING_CLASSES = frozenset(
    {OutcomeClass.OUTFLOW, OutcomeClass.NEUTRAL_END, OutcomeClass.STOPPED, OutcomeClass.CONTACT_LOST}
)
MAX_SHORT_TEXT, MAX_NOTE = 200, 10_000  # letters that fit


class JourneyBuilder:
    """The lines of one person. `open_journey`: the number of the one they are in now; `moment`: when a line was;
    `next_day`: when who stays followed is to be called."""

    def __init__(
        self,
        setting: ShopContext,
        written: UnitRecords,
        person_id: int | None,
        open_journey: int | None,
        moment: Callable[[RegisterEntry], datetime],
        next_day: Callable[[], date],
    ):
        self.setting, self.written, self.person_id, self.open_journey = setting, written, person_id, open_journey
        self.moment, self.next_day = moment, next_day

    def tell(self) -> None:
        """Journeys, each up to and including the line that ends it, with what came of it; and notes."""
        stretch: list[PlannedLine] = []
        notes: list[tuple[PlannedLine, str]] = []
        for line in self.written.lines:
            entry = line.entry
            partner, kind = self.setting.organisation(entry.partner), self.setting.result(entry.result)
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
            note = Record(
                "note",
                {
                    "organisation_id": self.setting.organisation_id,
                    "author_id": self.setting.worker_id,
                    "text": text[:MAX_NOTE],
                    "written_at": self.moment(line.entry),
                },
            )
            if "journey_id" in line.links:
                note.links["journey_id"] = line.links["journey_id"]
            else:
                note.values["journey_id"] = line.values.get("journey_id")
            line.links["note_id"] = note
            self._of_person(note)

    def _note(self, entry: RegisterEntry) -> str:
        """The remark, and what was not understood, as it stands: nothing is lost."""
        text = [entry.remark]
        if entry.partner and fold(entry.partner) not in self.setting.organisations:
            self.written.not_understood += 1
            text.append(_("Handed over to: %(said)s") % {"said": entry.partner})
        if entry.result and fold(entry.result) not in self.setting.results:
            self.written.not_understood += 1
            text.append(_("Result: %(said)s") % {"said": entry.result})
        if entry.spoken_with and fold(entry.spoken_with) not in self.setting.organisations:
            text.append(_("Spoken with: %(said)s") % {"said": entry.spoken_with})
        return "\n".join(filter(None, text))

    def _journey(self, stretch: list[PlannedLine], end: OutcomeKind | None) -> None:
        """One journey over these lines; it goes on in the one that is open, where nothing ends it."""
        journey = None if self.open_journey is not None and end is None else self._new(stretch, end)
        where: dict[str, Any] = {"shop_id": self.setting.shop_id}
        waiting: list[Record] = []
        for line in stretch:
            if journey is not None:
                line.links["journey_id"] = journey
            else:
                line.values["journey_id"] = where["journey_id"] = self.open_journey
            if (partner := self.setting.organisation(line.entry.partner)) is not None:
                waiting.append(self._handover(line, partner, where))
            kind = self.setting.result(line.entry.result)
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

    def _new(self, stretch: list[PlannedLine], end: OutcomeKind | None) -> Record:
        s, first, last = self.setting, stretch[0].entry, stretch[-1].entry
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
        journey = Record("journey", values, kind=end)
        self._of_person(journey)
        if end is None:
            answers = Record(
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
            self._of_person(answers)
        return journey

    def _handover(self, line: PlannedLine, partner: int, where: dict[str, Any]) -> Record:
        at, s = self.moment(line.entry), self.setting
        handover = Record(
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
        self._of_person(handover)
        if line.entry.warm:
            met = Record(
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
            self._of_person(met)
        return handover

    def _outcome(self, line: PlannedLine, kind: OutcomeKind, where: dict[str, Any]) -> None:
        s = self.setting
        outcome = Record(
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
        self._of_person(outcome)

    def _of_person(self, record: Record) -> None:
        link_to_person(record, self.written, self.person_id)
        self.written.records.append(record)
