"""Messages between sender and receiver while a handover is open, and the receiver's time to decide."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.handovers.lifecycle import rules, transition_notifications, transitions
from app.handovers.lifecycle.models import Handover, State
from app.handovers.offers.receiver_actions import ask
from app.handovers.offers.sender_actions import add_message
from app.messages.notifications.labels import NoticeKind
from app.web.formats import day
from app.web.i18n import gettext

NEEDS_TIME = N_("We need time until %(day)s.")
PLACE_EXPECTED = N_("a place is expected on %(day)s")


def write_message(db: Session, handover: Handover, text: str, *, by: Actor, at: datetime) -> Handover:
    """Adds a message and notifies the other side. Raises Refused.

    The state does not change, and neither does the version: a message never conflicts with another worker's action.
    """
    facts = transitions.lock_for_update(db, handover, None, at=at)
    rules.write.check(facts, by)
    add_message(db, facts.handover, text, by=by, at=at)
    transition_notifications.notify_sender(db, facts.handover, NoticeKind.MESSAGE, by=by, at=at)
    transition_notifications.notify_receiver(db, facts.handover, NoticeKind.MESSAGE, by=by, at=at)
    return facts.handover


def ask_for_time(
    db: Session, handover: Handover, until: date, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Records that the receiver needs time until `until`; the offer is then being considered. Raises Refused."""
    if until < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    return ask(db, handover, gettext(NEEDS_TIME) % {"day": day(until)}, version=version, by=by, at=at)


def update_expected_date(
    db: Session,
    handover: Handover,
    expected_on: date,
    word: str,
    *,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Changes the day on which the waiting list expects a place; `word` says why. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    rules.update_expected_date.check(facts, by)
    if expected_on < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    if not word.strip():
        raise Refused(rules.NEEDS_REASON)
    handover = facts.handover
    handover.expected_on = expected_on
    reason = f"{gettext(PLACE_EXPECTED) % {'day': day(expected_on)}}: {word}"[:200]
    transitions.record_transition(db, handover, State.WAITLISTED, State.WAITLISTED, by, at=at, reason=reason)
    db.flush()
    return handover
