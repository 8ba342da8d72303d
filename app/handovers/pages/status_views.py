"""How a handover stands, in sentences that a newcomer understands: who did what, what comes next, who answers now."""

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
STAYS_RESPONSIBLE = N_("%(name)s answers for the person meanwhile.")
YOU_STAY_RESPONSIBLE = N_("You are the responsible worker in the meantime.")


def status_sentences(view: HandoverView, reader: int | None, today: date) -> list[str]:
    """The state and what comes next, at most three sentences. `reader`: the number of the worker who reads."""
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
    who = actor.get(facts.state, move.worker if move else None)
    text = STATE_TEXTS[facts.state]
    mine = who is not None and who.id == reader and text.own_status
    when = handover.offered_at if facts.state == State.OFFERED else move.at if move else handover.made_at
    words = {
        "sender": handover.sender.name,
        "receiver": handover.receiver.name,
        "name": move.worker.name if move else "",
        "taker": taker.name if taker else "",
        "day": near(when or handover.made_at, today),
    }
    asked = view.ours if facts.state == State.OFFERED else reader == handover.journey.responsible_id
    told = (mine and text.own_status) or (asked and text.asked_status) or text.status
    return _(told) % words


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
    who: Worker | None = handover.journey.responsible
    if who is None:
        return ""
    return _(YOU_STAY_RESPONSIBLE) if who.id == reader else _(STAYS_RESPONSIBLE) % {"name": who.name}
