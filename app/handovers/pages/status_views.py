"""The status of a handover in sentences: who did what, what comes next, and who is responsible."""

from datetime import date

from app.accounts.models import Worker
from app.core.text_rules import N_
from app.handovers.disclosure.queries import HandoverView
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.labels import STATE_TEXTS
from app.handovers.lifecycle.models import OPEN_OFFER, Handover, IntroductionState, Kind, State
from app.handovers.lifecycle.overdue_rules import Expected, deadline
from app.web.formats import clock, near
from app.web.i18n import gettext as _

MEETING_AHEAD = N_("The three of you meet %(day)s at %(time)s.")
MEETING_PAST = N_("The three of you were due to meet %(day)s at %(time)s. Did it happen?")
MEETING_MISSED = N_("The introduction was missed. Agree on another time.")
HAVE_MET = N_("The three of you have met. %(taker)s can begin.")
PLACE_EXPECTED = N_("A place is expected %(day)s.")
PLACE_LATE = N_("A place was expected %(day)s. Is there one now?")
STAYS_RESPONSIBLE = N_("%(name)s is still the responsible worker.")
YOU_STAY_RESPONSIBLE = N_("You are the responsible worker in the meantime.")


def status_sentences(view: HandoverView, reader: int | None, today: date) -> list[str]:
    """The state, the next event and the responsible worker: at most three sentences. `reader`: the id of a worker."""
    facts, handover = view.facts, view.handover
    found = [_state_sentence(view, reader, today), *_next_sentences(facts, today)]
    helped = handover.kind == Kind.SUPPORT and facts.state == State.RUNNING
    if facts.state in OPEN_OFFER or helped:
        found.append(_responsible_sentence(handover, reader))
    return [sentence for sentence in found if sentence]


def _state_sentence(view: HandoverView, reader: int | None, today: date) -> str:
    facts, handover, move = view.facts, view.handover, view.facts.last_move
    taker = handover.receiver_worker or (move.worker if move else None)
    actor = {State.DRAFT: handover.sender, State.OFFERED: handover.sender, State.ACCEPTED: taker, State.RUNNING: taker}
    worker = actor.get(facts.state, move.worker if move else None)
    text = STATE_TEXTS[facts.state]
    is_reader = worker is not None and worker.id == reader
    when = handover.offered_at if facts.state == State.OFFERED else move.at if move else handover.made_at
    words = {
        "sender": handover.sender.name,
        "receiver": handover.receiver.name,
        "name": move.worker.name if move else "",
        "taker": taker.name if taker else "",
        "day": near(when or handover.made_at, today),
    }
    must_respond = view.ours if facts.state == State.OFFERED else reader == handover.journey.responsible_id
    sentence = (is_reader and text.own_status) or (must_respond and text.asked_status) or text.status
    return _(sentence) % words


def _next_sentences(facts: HandoverFacts, today: date) -> list[str]:
    handover = facts.handover
    due = deadline(facts)
    if due is not None and due.expected == Expected.PLACE:
        return [_(PLACE_LATE if due.is_late else PLACE_EXPECTED) % {"day": near(due.last_day, today)}]
    if facts.state != State.ACCEPTED:
        return []
    plans = [i for i in handover.introductions if i.state == IntroductionState.PLANNED and i.planned_for]
    if facts.is_warm:
        return [_(HAVE_MET) % {"taker": handover.receiver_worker.name if handover.receiver_worker else ""}]
    if plans and (planned := plans[-1].planned_for):
        words = MEETING_PAST if planned < facts.at else MEETING_AHEAD
        return [_(words) % {"day": near(planned, today), "time": clock(planned)}]
    return [_(MEETING_MISSED)] if facts.times_missed else []


def _responsible_sentence(handover: Handover, reader: int | None) -> str:
    worker: Worker | None = handover.journey.responsible
    if worker is None:
        return ""
    return _(YOU_STAY_RESPONSIBLE) if worker.id == reader else _(STAYS_RESPONSIBLE) % {"name": worker.name}
