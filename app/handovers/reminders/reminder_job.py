"""The duty of the clock: gives each sign of a handover once, whatever number of processes run it.

It tells and never moves: what nobody answers stays open until somebody chooses (decision 22).
"""

from collections import defaultdict
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import lazyload, selectinload
from sqlmodel import Session, col, select

from app.accounts.queries import coordinators
from app.core.database import relation, table_of
from app.core.text_rules import N_
from app.handovers.lifecycle import transition_notifications, transitions
from app.handovers.lifecycle.fact_queries import Clock, clocks
from app.handovers.lifecycle.facts import Facts
from app.handovers.lifecycle.models import ALIVE, Chase, Handover
from app.handovers.lifecycle.overdue_rules import Party, whose_turn
from app.handovers.lifecycle.party_queries import answerers, sender_side
from app.handovers.lifecycle.rules import consented
from app.handovers.reminders.reminder_rules import Due, Sign, due_signs
from app.messages.mail_outbox import actions
from app.messages.notifications.labels import SUBJECTS, NoticeKind
from app.shop.partners.queries import partner_in
from app.web.i18n import said_in

BITE = 10  # handovers in one transaction: a worker at the door may be waiting
NO_ANSWER = N_(
    "A handover to your organisation has had no answer for long. Your colleagues find it in the Werkwinkel, under "
    "Handovers. Would you see to it that somebody answers?"
)
_INSERT = {
    name: dialect.insert(table_of(Chase)).on_conflict_do_nothing().returning(col(Chase.id))
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def chase(db: Session, at: datetime) -> None:
    """Gives the signs that are due, of a few handovers at a time; what is left comes with the next time.

    Every row is held before anything is written, journeys in the order of their numbers like everybody does.
    """
    for facts in [transitions.hold(db, handover, None, at=at) for handover in waiting(db, at)]:
        due = due_signs(facts)  # again, of how it is now: it may be over by now
        fresh = [one for one in due if _first_time(db, facts, one, passed_over=one != due[-1])]
        if fresh and fresh[-1] == due[-1]:
            _give(db, facts, due[-1].sign)
    db.flush()


def someone_waits(db: Session, at: datetime) -> bool:
    """Whether there is a sign to give: a look that only reads."""
    return bool(waiting(db, at))


def waiting(db: Session, at: datetime) -> list[Handover]:
    """Handovers with a sign to give, by the number of their journeys; no more than one bite."""
    alive = col(Handover.state).in_(ALIVE)
    statement = select(Handover).where(alive).order_by(col(Handover.journey_id), col(Handover.id))
    statement = statement.options(lazyload("*"), selectinload(relation(Handover.introductions)))
    by_shop = defaultdict[int, list[Handover]](list)
    for handover in db.exec(statement):
        by_shop[handover.shop_id].append(handover)
    given = set(db.exec(select(Chase.handover_id, Chase.kind, Chase.since).join(Handover).where(alive)).all())
    found = []
    for shop_id, handovers in by_shop.items():
        known, other = clocks(db, shop_id, at, since=min(h.made_at for h in handovers)), Clock()
        for handover in handovers:
            clock = known.get(handover.receiver_id, other)
            due = due_signs(Facts(handover, at, limits=clock.limits, calendar=clock.calendar))
            if any((handover.id, one.sign.value, one.since) not in given for one in due):
                found.append(handover)
    return sorted(found, key=lambda handover: (handover.journey_id, handover.id))[:BITE]


def _first_time(db: Session, facts: Facts, due: Due, *, passed_over: bool) -> bool:
    """Keeps that the sign is given. False when it was given before, or somebody else just gives it."""
    row = {
        "handover_id": facts.handover.id,
        "person_id": facts.handover.person_id,
        "kind": due.sign.value,
        "since": due.since,
        "at": facts.at,
        "passed_over": passed_over,
    }
    return db.connection().execute(_INSERT[db.get_bind().dialect.name], row).first() is not None


def _give(db: Session, facts: Facts, sign: Sign) -> None:
    handover, at = facts.handover, facts.at
    readable = handover.journey.is_open and consented(facts)  # else the partner can neither read nor answer it
    if sign == Sign.REMIND:
        if whose_turn(facts.state) == Party.SENDER:  # the partner asked something
            transition_notifications.to_sender(db, handover, NoticeKind.REMIND, at=at)
        elif readable and transition_notifications.to_receiver(db, handover, NoticeKind.REMIND, at=at):
            handover.reminded_at = handover.reminded_at or at
    elif sign == Sign.CONTACT:
        transition_notifications.to_sender(db, handover, NoticeKind.ASK_CONTACT, at=at)
        if readable and whose_turn(facts.state) == Party.RECEIVER and _ask_contact(db, handover, at):
            handover.reminded_at = handover.reminded_at or at
            handover.escalated_at = handover.escalated_at or at
    elif sign in (Sign.CHOOSE, Sign.CHOOSE_LATE):
        others = coordinators(db, handover.shop_id) if sign == Sign.CHOOSE_LATE else []
        transition_notifications.tell(db, handover, [*sender_side(db, handover, at), *others], NoticeKind.CHOOSE, at=at)
    elif sign == Sign.INTRODUCE:
        transition_notifications.to_sender(db, handover, NoticeKind.INTRODUCE, at=at)
        if readable:
            transition_notifications.to_receiver(db, handover, NoticeKind.INTRODUCE, at=at)
    else:
        transition_notifications.to_receiver(db, handover, NoticeKind.FEEDBACK, at=at)
        if sign == Sign.FEEDBACK_LATE:
            transition_notifications.to_sender(db, handover, NoticeKind.FEEDBACK_LATE, at=at)


def _ask_contact(db: Session, handover: Handover, at: datetime) -> bool:
    """Writes to the partner's registered address; without one, all of its workers here are told."""
    able, partner = answerers(db, handover), partner_in(db, handover.shop_id, handover.receiver_id)
    if not able:
        return transition_notifications.letter(db, handover, NoticeKind.ASK_CONTACT, at=at)
    if partner is None or not partner.email or not actions.is_on():
        return transition_notifications.tell(db, handover, able, NoticeKind.ASK_CONTACT, at=at)
    actions.write(
        db,
        shop_id=handover.shop_id,
        organisation_id=handover.receiver_id,
        address=partner.email,
        language=transition_notifications.LANGUAGE,
        subject=said_in(SUBJECTS[NoticeKind.ASK_CONTACT], transition_notifications.LANGUAGE),
        text=said_in(NO_ANSWER, transition_notifications.LANGUAGE),
        about=transition_notifications.address(handover),
        at=at,
    )
    return True
