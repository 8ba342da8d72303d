"""Everything that happened with one handover, in sentences: who, when, why and from where. Also on paper."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.core.text_rules import N_
from app.handovers.consents.models import Consent
from app.handovers.disclosure.queries import HandoverView
from app.handovers.lifecycle.labels import STATE_TEXTS, WAY_NAMES
from app.handovers.lifecycle.models import ASKED, Chase, HandoverMove, Introduction, IntroductionState, State, Via
from app.handovers.pages.introduction_views import were_there
from app.handovers.pages.section_views import may_read_refusal
from app.web.formats import clock, day, day_year
from app.web.i18n import gettext as _
from app.web.i18n import language

ANSWERED = N_("%(name)s (%(organisation)s) answered the question of %(receiver)s.")
SAME = N_("%(name)s (%(organisation)s):")  # what changed stands beside it
VIA: dict[Via, str] = {
    Via.PIN: N_("with a PIN code, on the screen of %(sender)s"),
    Via.LINK: N_("by the link in the mail"),
    Via.SPOKEN: N_("said on the spot, and written down by %(sender)s"),
}
WROTE = N_("%(name)s (%(organisation)s) wrote:")
MADE = N_("This was prepared by %(name)s.")
TO_COME = N_("The three meet on %(day)s at %(time)s, %(way)s.")
PLANNED = N_("The three were to meet on %(day)s at %(time)s, %(way)s.")
HELD = N_("They met, %(way)s: %(who)s.")
NOT_HELD = N_("The introduction did not happen.")
CALLED_OFF = N_("The introduction was called off.")
AGREED = N_("The person agreed, asked by %(name)s, to what is shared with %(organisation)s until %(day)s.")
TOOK_BACK = N_("The person took that consent back. %(name)s recorded it.")
CALLED = N_("It was recorded that the partner was called or written to.")
CONTACT = N_("It was recorded that the partner's contact was asked too.")
SIGN = N_("The Werkwinkel reminded of this by itself.")
SIGNS: dict[str, str] = {
    "remind": N_("The Werkwinkel reminded the partner by itself."),
    "contact": N_("The Werkwinkel told the partner's contact and the sender that there was no answer yet."),
    "choose": N_("The Werkwinkel asked the sender to choose what now: there was no answer."),
    "introduce": N_("The Werkwinkel told that the introduction was late."),
    "feedback": N_("The Werkwinkel asked to tell what came of it."),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened. `why`: the word that was given; `via`: from where, when not by signing in."""

    at: datetime
    sentence: str
    why: str = ""
    via: str = ""
    rank: int = 0  # of what happened at one moment: what leads to something comes before it


def events(db: Session, view: HandoverView, actor: Actor) -> list[Event]:
    """What the reader may know of it, in the order in which it happened. A partner: its own words, and how it stood."""
    handover = view.handover
    names = {o.id: o.name for o in db.exec(select(Organisation).where(col(Organisation.id).in_(_organisations(view))))}
    found = [Event(handover.made_at, _(MADE) % {"name": handover.sender.name}, rank=-2)] if not handover.told else []
    found += [_move(view, move, names, actor) for move in handover.moves]
    found += [
        Event(m.written_at, _(WROTE) % {"name": m.author.name, "organisation": m.organisation.name}, m.text, rank=1)
        for m in handover.messages
        if view.written_by_us(m.organisation_id, actor)
    ]
    for introduction in handover.introductions:
        found += _introduction(view, introduction)
    found += _consent(db, handover.consent) if handover.consent and (view.open or view.ours) else []
    signs = select(Chase).where(Chase.handover_id == handover.id, col(Chase.passed_over).is_(False))
    given = {chase.at: chase for chase in db.exec(signs)}  # the clock reminds and asks as well: that is told of once
    found += [Event(chase.at, _(SIGNS.get(chase.kind, SIGN))) for chase in given.values()]
    found += [
        Event(at, _(words))
        for at, words in ((handover.reminded_at, CALLED), (handover.escalated_at, CONTACT))
        if at and at not in given
    ]
    return sorted(found, key=lambda event: (event.at, event.rank))


def _organisations(view: HandoverView) -> set[int]:
    return {move.organisation_id for move in view.handover.moves}


def _move(view: HandoverView, move: HandoverMove, names: dict[int, str], actor: Actor) -> Event:
    words = _sentence(move) % {
        "name": move.worker.name,
        "organisation": names[move.organisation_id],
        "receiver": view.handover.receiver.name,
    }
    why = move.reason if view.written_by_us(move.organisation_id, actor) else ""
    if move.to_state == State.DECLINED and view.handover.state == State.DECLINED:
        why = _declined(view) or why
    via = _(VIA[move.via]) % {"sender": view.handover.sender.name} if move.via in VIA else ""
    return Event(move.at, words, why, via)


def _sentence(move: HandoverMove) -> str:
    """An undoing leads back to where its move came from, which nothing else does."""
    if move.from_state == move.to_state:
        return _(SAME)
    back = ASKED if move.from_state == State.ACCEPTED else ASKED | {State.ACCEPTED}
    if move.from_state in (State.ACCEPTED, State.DECLINED) and move.to_state in back:
        return _(STATE_TEXTS[move.from_state].undone)
    if move.from_state == State.COMPLETED and move.to_state == State.RUNNING:
        return _(STATE_TEXTS[State.COMPLETED].undone)
    if move.from_state == State.CONSIDERING and move.to_state == State.OFFERED:
        return _(ANSWERED)
    return _(STATE_TEXTS[move.to_state].history)


def _declined(view: HandoverView) -> str:
    handover = view.handover
    if handover.decline_reason is None or not may_read_refusal(view):
        return ""
    return ". ".join(part for part in (handover.decline_reason.name(language.get()), handover.decline_word) if part)


def _introduction(view: HandoverView, one: Introduction) -> list[Event]:
    way = _(WAY_NAMES[one.way])
    found = []
    if one.planned_for:
        words = {"day": day(one.planned_for), "time": clock(one.planned_for), "way": way}
        ahead = one.state == IntroductionState.PLANNED and one.planned_for > view.facts.at
        found.append(
            Event(one.planned_for, _(TO_COME if ahead else PLANNED) % words, one.place if view.open else "", rank=-1)
        )
    if one.state == IntroductionState.HELD and one.held_at:
        there = were_there(view.handover, one, _("The person"))
        found.append(Event(one.held_at, _(HELD) % {"way": way, "who": there}, rank=1))
    elif one.planned_for and one.state in (IntroductionState.MISSED, IntroductionState.CANCELLED):
        what = NOT_HELD if one.state == IntroductionState.MISSED else CALLED_OFF
        found.append(Event(one.planned_for, _(what), one.word if view.open else ""))
    return found


def _consent(db: Session, consent: Consent) -> list[Event]:
    words = {"name": consent.asked_by.name, "organisation": consent.organisation.name, "day": day_year(consent.until)}
    found = [Event(consent.given_at, _(AGREED) % words, rank=-1)]
    if consent.withdrawn_at:
        by = db.get(Worker, consent.withdrawn_by_id) if consent.withdrawn_by_id else None
        found.append(Event(consent.withdrawn_at, _(TOOK_BACK) % {"name": by.name if by else ""}, rank=-1))
    return found
