"""What sender and receiver say to one another while a handover is open, and until when the receiver needs time."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.actors import Actor
from app.core.clock import local_day
from app.core.lifecycle import Refused
from app.core.text import N_
from app.handovers import moving, rules, telling
from app.handovers.answering import ask
from app.handovers.models import Handover, State
from app.handovers.offering import say
from app.notices.words import NoticeKind
from app.web.dates import day
from app.web.i18n import gettext

NEEDS_TIME = N_("We need time until %(day)s.")
LATER = N_("a place is expected on %(day)s")


def write(db: Session, handover: Handover, text: str, *, by: Actor, at: datetime) -> Handover:
    """An entry that moves nothing. It stands beside what somebody else may be doing, so the version stays. Raises
    Refused."""
    facts = moving.hold(db, handover, None, at=at)
    rules.writing.check(facts, by)
    say(db, facts.handover, text, by=by, at=at)
    telling.to_sender(db, facts.handover, NoticeKind.MESSAGE, by=by, at=at)
    telling.to_receiver(db, facts.handover, NoticeKind.MESSAGE, by=by, at=at)
    return facts.handover


def take_time(
    db: Session, handover: Handover, until: date, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """The receiver has no question, but needs time to think it over: it is being considered. Raises Refused."""
    if until < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    return ask(db, handover, gettext(NEEDS_TIME) % {"day": day(until)}, version=version, by=by, at=at)


def expect(
    db: Session, handover: Handover, expected_on: date, word: str, *, version: int | None = None, by: Actor,
    at: datetime,
) -> Handover:  # fmt: skip
    """On the waiting list: a place is expected on another day, with a word why. Raises Refused."""
    facts = moving.hold(db, handover, version, at=at)
    rules.expecting.check(facts, by)
    if expected_on < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    if not word.strip():
        raise Refused(rules.NEEDS_REASON)
    handover = facts.handover
    handover.expected_on = expected_on
    reason = f"{gettext(LATER) % {'day': day(expected_on)}}: {word}"[:200]
    moving.keep_move(db, handover, State.WAITLISTED, State.WAITLISTED, by, at=at, reason=reason)
    db.flush()
    return handover
