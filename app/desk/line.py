"""The line of a journey: everything that happened with a person, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from app.core.clock import moment
from app.core.text import N_
from app.desk.picture import Picture
from app.handovers.models import Handover, HandoverMove, Kind, State
from app.handovers.words import STATE_NAMES
from app.journeys.models import Why
from app.journeys.steps import PastStep, StepResult
from app.outcomes.models import Outcome
from app.people.links import RowName
from app.visits.models import Visit, VisitKind, VisitState
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext

VISITS = {
    VisitKind.WALK_IN: N_("visit"), VisitKind.APPOINTMENT: N_("appointment"), VisitKind.PHONE: N_("phone call"),
    VisitKind.VIDEO: N_("video call"), VisitKind.OUTREACH: N_("met elsewhere"), VisitKind.EVENT: N_("event"),
}  # fmt: skip
MOVES = {
    State.OFFERED: N_("handover offered to %(partner)s"),
    State.CONSIDERING: N_("%(partner)s considers the handover"),
    State.WAITLISTED: N_("on the waiting list of %(partner)s"),
    State.ACCEPTED: N_("handover accepted by %(partner)s"),
    State.RUNNING: N_("%(partner)s is helping"),
    State.COMPLETED: N_("handover to %(partner)s completed"),
    State.DECLINED: N_("handover did not fit %(partner)s"),
    State.RETURNED: N_("given back by %(partner)s"),
    State.WITHDRAWN: N_("handover to %(partner)s withdrawn"),
    State.EXPIRED: N_("no answer from %(partner)s"),
}
STEPS = {StepResult.DONE: N_("done: %(what)s"), StepResult.MOVED: N_("moved: %(what)s")}
MOVED_TO = {
    Why.TRANSFER: N_("%(name)s took over"), Why.RETURNED: N_("back with %(name)s"),
    Why.REASSIGNED: N_("%(name)s stays in touch from now on"), Why.DEPARTURE: N_("%(name)s stays in touch from now on"),
    Why.OPENED: N_("journey opened with %(name)s"), Why.REOPENED: N_("journey opened again with %(name)s"),
    Why.TAKEN_UP: N_("journey opened again with %(name)s"),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `kind` is its look on the line; `url` where more can be read or done."""

    at: datetime
    title: str
    text: str = ""
    by: str = ""
    kind: str = ""
    tag: str = ""
    url: str = ""
    row: RowName = ("", 0)  # which row tells it: the page says from which card that came


def entries(shown: Picture, topics: Mapping[str, str]) -> list[Entry]:
    """Everything in the picture, the newest first. `topics`: what those of the shop's list are called, by key."""
    found = [_visit(v, topics.get(v.topic, "")) for v in shown.visits if v.state != VisitState.LEFT]
    found += [_step(s) for s in shown.steps if s.result in STEPS]
    found += [Entry(n.written_at, _("note"), n.text, n.author.name, row=("note", n.id)) for n in shown.notes]
    for talk in shown.talks:
        title = _("first talk") if talk.finished_at else _("first talk, not finished yet")
        found.append(
            Entry(talk.started_at, title, by=talk.worker.name, url=f"/talks/{talk.key}", row=("intake", talk.id))
        )
    for row in shown.answering:
        answers = _(MOVED_TO[row.why]) % {"name": row.worker.name}
        found.append(Entry(row.since, answers, row.word, row=("responsibility", row.id)))
    for journey in [shown.journey, *shown.earlier]:
        if journey and journey.ended_at:
            kind = f"{journey.end_kind.name(language.get())}. " if journey.end_kind else ""
            how = f"{kind}{journey.end_word}".rstrip(". ")
            found.append(Entry(journey.ended_at, _("journey ended"), how, row=("journey", journey.id)))
    for outcome in shown.outcomes:
        found.append(_outcome(outcome))
    for handover in shown.handovers:
        for move in handover.moves:
            if move.to_state in MOVES:
                found.append(_move(move, handover))
        if handover.told:
            found.append(_told(handover))
    return sorted(found, key=lambda e: e.at, reverse=True)


def _visit(visit: Visit, topic: str) -> Entry:
    title = _(VISITS[visit.kind])
    if visit.helped_from and visit.ended_at:
        minutes = max(1, int((visit.ended_at - visit.helped_from).total_seconds() // 60))
        title += ", " + ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    helper = visit.helped_by.name if visit.helped_by else ""
    return Entry(visit.arrived_at, title, visit.about, helper, tag=topic, row=("visit", visit.id))


def _step(step: PastStep) -> Entry:
    return Entry(
        step.at,
        _(STEPS[step.result]) % {"what": step.what},
        by=step.worker.name if step.worker else "",
        row=("past_step", step.id),
    )


def _outcome(outcome: Outcome) -> Entry:
    facts = [outcome.where]
    if outcome.hours:
        facts.append(ngettext("%(num)s hour a week", "%(num)s hours a week", outcome.hours) % {"num": outcome.hours})
    tag = _("by mistake") if outcome.mistaken_at else _("stopped") if outcome.stopped_on else ""
    return Entry(
        moment(outcome.starts_on, time(12)), outcome.kind.name(language.get()), ", ".join(f for f in facts if f),
        outcome.recorded_by.name, "" if outcome.mistaken_at else "goal", tag,
        "" if outcome.mistaken_at else f"/outcomes/{outcome.key}/end", ("outcome", outcome.id),
    )  # fmt: skip


def _told(handover: Handover) -> Entry:
    """Of what an old register tells no moves are known."""
    title = _("handed over to %(partner)s, as the old register tells it") % {"partner": handover.receiver.name}
    at, url = handover.offered_at or handover.made_at, f"/handovers/{handover.key}"
    return Entry(
        at, title, handover.question, "", "warm", _(STATE_NAMES[handover.state]), url, ("handover", handover.id)
    )


def _move(move: HandoverMove, handover: Handover) -> Entry:
    tag = _("transfer") if handover.kind == Kind.TRANSFER else _("support")
    title = _(MOVES[move.to_state]) % {"partner": handover.receiver.name}
    return Entry(
        move.at,
        title,
        move.reason,
        move.worker.name,
        "warm",
        tag,
        f"/handovers/{handover.key}",
        ("handover", handover.id),
    )
