"""Turns timeline rows into entries with translated texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.text_rules import N_
from app.front_desk.visits.models import VisitKind
from app.guidance.journeys.models import ResponsibilityReason, StepTaker
from app.guidance.journeys.step_models import StepResult
from app.guidance.notes.labels import reach_name
from app.guidance.notes.models import Reach
from app.handovers.lifecycle.labels import KIND_NAMES, STATE_NAMES, STATE_TEXTS
from app.handovers.lifecycle.models import Kind, State
from app.people.people.person_aliases import RowRef
from app.web.formats import day_short
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext

VISIT_TEXTS = {
    VisitKind.WALK_IN: N_("visit"),
    VisitKind.APPOINTMENT: N_("appointment"),
    VisitKind.PHONE: N_("phone call"),
    VisitKind.VIDEO: N_("video call"),
    VisitKind.OUTREACH: N_("met elsewhere"),
    VisitKind.EVENT: N_("event"),
}
STEP_TEXTS = {
    StepResult.DONE: N_("done: %(what)s"),
    StepResult.MOVED: N_("moved: %(what)s"),
    StepResult.DROPPED: N_("dropped: %(what)s"),
}
RESPONSIBILITY_TEXTS = {
    ResponsibilityReason.TRANSFER: N_("%(name)s took over"),
    ResponsibilityReason.RETURNED: N_("back with %(name)s"),
    ResponsibilityReason.REASSIGNED: N_("%(name)s is the responsible worker from now on"),
    ResponsibilityReason.DEPARTURE: N_("%(name)s is the responsible worker from now on"),
    ResponsibilityReason.LEAVE: N_("%(name)s is the responsible worker from now on"),
    ResponsibilityReason.OPENED: N_("journey opened with %(name)s"),
    ResponsibilityReason.REOPENED: N_("journey reopened with %(name)s"),
    ResponsibilityReason.TAKEN_UP: N_("journey reopened with %(name)s"),
}


@dataclass(frozen=True)
class TimelineEntry:
    """One event. `kind`: its CSS class; `url`: the page with more about it.

    `said`: the person's own closing words; `corrected`: when a note was last corrected.
    """

    at: datetime
    title: str
    text: str = ""
    by: str = ""
    kind: str = ""
    tag: str = ""
    url: str = ""
    row: RowRef = ("", 0)  # its table and id, to show from which card it came
    said: str = ""
    corrected: datetime | None = None


def timeline_entries(rows: Sequence[Any], called: str) -> list[TimelineEntry]:
    """The entries of these rows, in the same order. `called`: the person's name; empty where it is not shared."""
    return [_ENTRY_BUILDERS[row.table](row, called) for row in rows]


def _visit(row: Any, called: str) -> TimelineEntry:
    title = _(VISIT_TEXTS[VisitKind(row.code)])
    if row.since and row.until:
        minutes = max(1, int((row.until - row.since).total_seconds() // 60))
        title += ", " + ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    return TimelineEntry(row.at, title, row.what, row.worker or "", tag=_item_name(row, "topic"), row=("visit", row.id))


def _intake(row: Any, called: str) -> TimelineEntry:
    if row.about_id:  # a follow-up
        title = _("talk") if row.until else _("talk, not finished yet")
    else:
        title = _("first talk") if row.until else _("first talk, not finished yet")
    return TimelineEntry(row.at, title, by=row.worker, url=f"/talks/{row.key}", row=("intake", row.id))


def _step(row: Any, called: str) -> TimelineEntry:
    """`by` is whoever took the step: the person, a partner or a worker."""
    by = {StepTaker.PERSON: called, StepTaker.PARTNER: row.organisation}.get(StepTaker(row.sort), row.worker)
    tag = _("to %(day)s") % {"day": day_short(row.day)} if row.day else ""
    title = _(STEP_TEXTS[StepResult(row.code)]) % {"what": row.what}
    return TimelineEntry(row.at, title, row.word, by or "", tag=tag, row=("past_step", row.id))


def _note(row: Any, called: str) -> TimelineEntry:
    tag = reach_name(Reach(row.sort), row.organisation)
    return TimelineEntry(
        row.at, _("note"), row.what, row.worker, "", tag, f"/notes/{row.key}", ("note", row.id), corrected=row.until
    )


def _responsibility(row: Any, called: str) -> TimelineEntry:
    return TimelineEntry(
        row.at,
        _(RESPONSIBILITY_TEXTS[ResponsibilityReason(row.code)]) % {"name": row.worker},
        row.word,
        row=("responsibility", row.id),
    )


def _ending(row: Any, called: str) -> TimelineEntry:
    how = ". ".join(word.rstrip(". ") for word in (_item_name(row, "item"), row.word) if word)
    return TimelineEntry(row.at, _("journey ended"), how, row.worker or "", row=(row.table, row.id), said=row.said)


def _outcome(row: Any, called: str) -> TimelineEntry:
    facts, mistaken = [row.what], row.until is not None
    if row.number:
        facts.append(ngettext("%(num)s hour a week", "%(num)s hours a week", row.number) % {"num": row.number})
    tag = _("recorded by mistake") if mistaken else _("stopped") if row.day else ""
    return TimelineEntry(
        row.at,
        _item_name(row, "item"),
        ", ".join(f for f in facts if f),
        row.worker,
        "" if mistaken else "goal",
        tag,
        "" if mistaken else f"/outcomes/{row.key}/end",
        ("outcome", row.id),
    )


def _imported_handover(row: Any, called: str) -> TimelineEntry:
    """A handover imported from an old register, which has no transitions."""
    title = _("handed over to %(partner)s, according to the old register") % {"partner": row.organisation}
    tag, url = _(STATE_NAMES[State(row.code)]), f"/handovers/{row.key}"
    return TimelineEntry(row.at, title, row.word, "", "warm", tag, url, ("handover", row.id))


def _transition(row: Any, called: str) -> TimelineEntry:
    title = _(STATE_TEXTS[State(row.code)].on_timeline) % {"partner": row.organisation}
    tag, url = _(KIND_NAMES[Kind(row.sort)]), f"/handovers/{row.key}"
    if row.day:
        tag = _("place expected %(day)s") % {"day": day_short(row.day)}
    return TimelineEntry(row.at, title, row.word, row.worker, "warm", tag, url, ("handover", row.about_id))


def _plan_answer(row: Any, called: str) -> TimelineEntry:
    title = (
        _("said in the plan: has spoken to somebody")
        if row.number
        else _("said in the plan: has not spoken to anybody yet")
    )
    return TimelineEntry(row.at, title, by=called, row=("plan_answer", row.id))


def _item_name(row: Any, what: str) -> str:
    """Name of the list item in the reader's language."""
    dutch, english = getattr(row, f"{what}_name_nl"), getattr(row, f"{what}_name_en")
    return (english if language.get() == "en" else "") or dutch or ""


_ENTRY_BUILDERS: dict[str, Callable[[Any, str], TimelineEntry]] = {
    "visit": _visit,
    "intake": _intake,
    "past_step": _step,
    "note": _note,
    "responsibility": _responsibility,
    "journey": _ending,
    "past_ending": _ending,
    "outcome": _outcome,
    "handover_move": _transition,
    "handover": _imported_handover,
    "plan_answer": _plan_answer,
}
