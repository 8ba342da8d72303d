"""The history of one handover in sentences: who did what, when, why and how."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.core.text_rules import N_
from app.handovers.consents.models import Consent
from app.handovers.disclosure.queries import HandoverView
from app.handovers.lifecycle.labels import STATE_TEXTS, WAY_NAMES
from app.handovers.lifecycle.models import (
    AWAITING_RESPONSE,
    HandoverMove,
    Introduction,
    IntroductionState,
    ReminderRecord,
    State,
    Via,
)
from app.handovers.pages.introduction_views import participant_names
from app.handovers.pages.section_views import may_read_refusal
from app.web.formats import clock, day, day_year
from app.web.i18n import gettext as _
from app.web.i18n import language

QUESTION_ANSWERED = N_("%(name)s (%(organisation)s) answered the question of %(receiver)s.")
SAME_STATE = N_("%(name)s (%(organisation)s):")  # the reason follows it on the page
VIA_TEXTS: dict[Via, str] = {
    Via.PIN: N_("with a PIN, on the screen of %(sender)s"),
    Via.LINK: N_("through the link in the email"),
    Via.SPOKEN: N_("said on the spot and recorded by %(sender)s"),
}
MESSAGE_WRITTEN = N_("%(name)s (%(organisation)s) wrote:")
PREPARED = N_("This was prepared by %(name)s.")
PLANNED_AHEAD = N_("All three meet on %(day)s at %(time)s, %(way)s.")
PLANNED = N_("All three were due to meet on %(day)s at %(time)s, %(way)s.")
HELD = N_("They met, %(way)s: %(who)s.")
NOT_HELD = N_("The introduction did not take place.")
CANCELLED = N_("The introduction was cancelled.")
CONSENT_GIVEN = N_("The person agreed to share this with %(organisation)s until %(day)s. Asked by %(name)s.")
CONSENT_WITHDRAWN = N_("The person withdrew that consent. %(name)s recorded it.")
PARTNER_REMINDED = N_("A call or message to the partner was recorded.")
CONTACT_ASKED = N_("It was also recorded that the partner's contact was asked.")
OTHER_REMINDER = N_("The Werkwinkel sent an automatic reminder.")
REMINDERS: dict[str, str] = {
    "remind": N_("The Werkwinkel sent the partner an automatic reminder."),
    "contact": N_("The Werkwinkel told the partner's contact and the sender that there was no answer yet."),
    "choose": N_("There was no answer, so the Werkwinkel asked the sender to decide what to do next."),
    "introduce": N_("The Werkwinkel sent a notice that the introduction was late."),
    "feedback": N_("The Werkwinkel asked how it went."),
}


@dataclass(frozen=True)
class HistoryEvent:
    """One line of the history. `why`: the reason given; `via`: how the worker was identified, if not by a session."""

    at: datetime
    sentence: str
    why: str = ""
    via: str = ""
    rank: int = 0  # orders events of the same moment: a cause comes before its effect


def history_events(db: Session, view: HandoverView, actor: Actor) -> list[HistoryEvent]:
    """The events that the reader may see, in order. A partner reads its own texts, and the status of the rest."""
    handover = view.handover
    names = {
        o.id: o.name for o in db.exec(select(Organisation).where(col(Organisation.id).in_(_organisation_ids(view))))
    }
    found = (
        [HistoryEvent(handover.made_at, _(PREPARED) % {"name": handover.sender.name}, rank=-2)]
        if not handover.told
        else []
    )
    found += [_transition_event(view, move, names, actor) for move in handover.moves]
    found += [
        HistoryEvent(
            m.written_at,
            _(MESSAGE_WRITTEN) % {"name": m.author.name, "organisation": m.organisation.name},
            m.text,
            rank=1,
        )
        for m in handover.messages
        if view.written_by_us(m.organisation_id, actor)
    ]
    for introduction in handover.introductions:
        found += _introduction_events(view, introduction)
    found += _consent_events(db, handover.consent) if handover.consent and (view.open or view.ours) else []
    reminders = select(ReminderRecord).where(
        ReminderRecord.handover_id == handover.id, col(ReminderRecord.passed_over).is_(False)
    )
    sent = {reminder.at: reminder for reminder in db.exec(reminders)}  # also sets reminded_at and escalated_at
    found += [HistoryEvent(one.at, _(REMINDERS.get(one.kind, OTHER_REMINDER))) for one in sent.values()]
    found += [
        HistoryEvent(at, _(words))
        for at, words in ((handover.reminded_at, PARTNER_REMINDED), (handover.escalated_at, CONTACT_ASKED))
        if at and at not in sent
    ]
    return sorted(found, key=lambda event: (event.at, event.rank))


def _organisation_ids(view: HandoverView) -> set[int]:
    return {move.organisation_id for move in view.handover.moves}


def _transition_event(view: HandoverView, move: HandoverMove, names: dict[int, str], actor: Actor) -> HistoryEvent:
    words = _sentence(move) % {
        "name": move.worker.name,
        "organisation": names[move.organisation_id],
        "receiver": view.handover.receiver.name,
    }
    why = move.reason if view.written_by_us(move.organisation_id, actor) else ""
    if move.to_state == State.DECLINED and view.handover.state == State.DECLINED:
        why = _decline_text(view) or why
    via = _(VIA_TEXTS[move.via]) % {"sender": view.handover.sender.name} if move.via in VIA_TEXTS else ""
    return HistoryEvent(move.at, words, why, via)


def _sentence(move: HandoverMove) -> str:
    """The sentence for a move. Only an undo returns to the state before a response, which is how it is recognised."""
    if move.from_state == move.to_state:
        return _(SAME_STATE)
    back = AWAITING_RESPONSE if move.from_state == State.ACCEPTED else AWAITING_RESPONSE | {State.ACCEPTED}
    if move.from_state in (State.ACCEPTED, State.DECLINED) and move.to_state in back:
        return _(STATE_TEXTS[move.from_state].undone)
    if move.from_state == State.COMPLETED and move.to_state == State.RUNNING:
        return _(STATE_TEXTS[State.COMPLETED].undone)
    if move.from_state == State.CONSIDERING and move.to_state == State.OFFERED:
        return _(QUESTION_ANSWERED)
    return _(STATE_TEXTS[move.to_state].history)


def _decline_text(view: HandoverView) -> str:
    handover = view.handover
    if handover.decline_reason is None or not may_read_refusal(view):
        return ""
    return ". ".join(part for part in (handover.decline_reason.name(language.get()), handover.decline_word) if part)


def _introduction_events(view: HandoverView, one: Introduction) -> list[HistoryEvent]:
    way = _(WAY_NAMES[one.way])
    found = []
    if one.planned_for:
        words = {"day": day(one.planned_for), "time": clock(one.planned_for), "way": way}
        ahead = one.state == IntroductionState.PLANNED and one.planned_for > view.facts.at
        found.append(
            HistoryEvent(
                one.planned_for, _(PLANNED_AHEAD if ahead else PLANNED) % words, one.place if view.open else "", rank=-1
            )
        )
    if one.state == IntroductionState.HELD and one.held_at:
        there = participant_names(view.handover, one, _("The person"))
        found.append(HistoryEvent(one.held_at, _(HELD) % {"way": way, "who": there}, rank=1))
    elif one.planned_for and one.state in (IntroductionState.MISSED, IntroductionState.CANCELLED):
        what = NOT_HELD if one.state == IntroductionState.MISSED else CANCELLED
        found.append(HistoryEvent(one.planned_for, _(what), one.word if view.open else ""))
    return found


def _consent_events(db: Session, consent: Consent) -> list[HistoryEvent]:
    words = {"name": consent.asked_by.name, "organisation": consent.organisation.name, "day": day_year(consent.until)}
    found = [HistoryEvent(consent.given_at, _(CONSENT_GIVEN) % words, rank=-1)]
    if consent.withdrawn_at:
        by = db.get(Worker, consent.withdrawn_by_id) if consent.withdrawn_by_id else None
        found.append(
            HistoryEvent(consent.withdrawn_at, _(CONSENT_WITHDRAWN) % {"name": by.name if by else ""}, rank=-1)
        )
    return found
