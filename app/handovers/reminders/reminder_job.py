"""The scheduled job that sends each reminder of a handover once, however many processes run it.

It never changes a state: an offer without a response stays open until a worker decides (decision 22).
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
from app.handovers.lifecycle.fact_queries import PartnerDeadlines, partner_deadlines
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import ALIVE, Handover, ReminderRecord
from app.handovers.lifecycle.overdue_rules import Party, whose_turn
from app.handovers.lifecycle.party_queries import receivers, senders_to_notify
from app.handovers.lifecycle.rules import has_consent
from app.handovers.reminders.reminder_rules import DueReminder, Reminder, due_reminders
from app.messages.mail_outbox import actions
from app.messages.notifications.labels import SUBJECTS, NoticeKind
from app.shop.partners.queries import partner_even_if_retired
from app.web.i18n import gettext_in

BATCH = 10  # handovers per transaction; small, because it blocks the other writers
NO_ANSWER_MAIL = N_(
    "A handover to your organisation has been waiting a long time for an answer. Your colleagues can find it in the "
    "Werkwinkel, under Handovers. Could you make sure that somebody answers?"
)
_INSERT_ONCE = {
    name: dialect.insert(table_of(ReminderRecord)).on_conflict_do_nothing().returning(col(ReminderRecord.id))
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def send_due_reminders(db: Session, at: datetime) -> None:
    """Sends the due reminders of one batch of handovers; the job runs again for the rest.

    All rows are locked before the first write, in the order of their journeys, as everywhere, to prevent deadlocks.
    """
    for facts in [transitions.lock_for_update(db, handover, None, at=at) for handover in due_handovers(db, at)]:
        due = due_reminders(facts)  # judged again under the lock, since it may have changed
        fresh = [one for one in due if _record_reminder(db, facts, one, passed_over=one != due[-1])]
        if fresh and fresh[-1] == due[-1]:
            _send(db, facts, due[-1].reminder)
    db.flush()


def has_due_reminders(db: Session, at: datetime) -> bool:
    """Whether any reminder is due. Reads only."""
    return bool(due_handovers(db, at))


def due_handovers(db: Session, at: datetime) -> list[Handover]:
    """Handovers with a due reminder that was not sent, in the order of their journeys; at most one batch."""
    is_open = col(Handover.state).in_(ALIVE)
    statement = select(Handover).where(is_open).order_by(col(Handover.journey_id), col(Handover.id))
    statement = statement.options(lazyload("*"), selectinload(relation(Handover.introductions)))
    by_shop = defaultdict[int, list[Handover]](list)
    for handover in db.exec(statement):
        by_shop[handover.shop_id].append(handover)
    sent = set(
        db.exec(
            select(ReminderRecord.handover_id, ReminderRecord.kind, ReminderRecord.since).join(Handover).where(is_open)
        ).all()
    )
    found = []
    for shop_id, handovers in by_shop.items():
        of_shop, default = (
            partner_deadlines(db, shop_id, at, since=min(h.made_at for h in handovers)),
            PartnerDeadlines(),
        )
        for handover in handovers:
            deadlines = of_shop.get(handover.receiver_id, default)
            due = due_reminders(HandoverFacts(handover, at, limits=deadlines.limits, calendar=deadlines.calendar))
            if any((handover.id, one.reminder.value, one.since) not in sent for one in due):
                found.append(handover)
    return sorted(found, key=lambda handover: (handover.journey_id, handover.id))[:BATCH]


def _record_reminder(db: Session, facts: HandoverFacts, due: DueReminder, *, passed_over: bool) -> bool:
    """Records the reminder. False when it is recorded already, here or by another process."""
    row = {
        "handover_id": facts.handover.id,
        "person_id": facts.handover.person_id,
        "kind": due.reminder.value,
        "since": due.since,
        "at": facts.at,
        "passed_over": passed_over,
    }
    return db.connection().execute(_INSERT_ONCE[db.get_bind().dialect.name], row).first() is not None


def _send(db: Session, facts: HandoverFacts, reminder: Reminder) -> None:
    handover, at = facts.handover, facts.at
    readable = handover.journey.is_open and has_consent(facts)  # otherwise the partner can neither read it nor respond
    if reminder == Reminder.REMIND:
        if whose_turn(facts.state) == Party.SENDER:  # the partner asked a question
            transition_notifications.notify_sender(db, handover, NoticeKind.REMIND, at=at)
        elif readable and transition_notifications.notify_receiver(db, handover, NoticeKind.REMIND, at=at):
            handover.reminded_at = handover.reminded_at or at
    elif reminder == Reminder.CONTACT:
        transition_notifications.notify_sender(db, handover, NoticeKind.ASK_CONTACT, at=at)
        if readable and whose_turn(facts.state) == Party.RECEIVER and _notify_contact(db, handover, at):
            handover.reminded_at = handover.reminded_at or at
            handover.escalated_at = handover.escalated_at or at
    elif reminder in (Reminder.CHOOSE, Reminder.CHOOSE_LATE):
        others = coordinators(db, handover.shop_id) if reminder == Reminder.CHOOSE_LATE else []
        transition_notifications.notify(
            db, handover, [*senders_to_notify(db, handover, at), *others], NoticeKind.CHOOSE, at=at
        )
    elif reminder == Reminder.INTRODUCE:
        transition_notifications.notify_sender(db, handover, NoticeKind.INTRODUCE, at=at)
        if readable:
            transition_notifications.notify_receiver(db, handover, NoticeKind.INTRODUCE, at=at)
    else:
        transition_notifications.notify_receiver(db, handover, NoticeKind.FEEDBACK, at=at)
        if reminder == Reminder.FEEDBACK_LATE:
            transition_notifications.notify_sender(db, handover, NoticeKind.FEEDBACK_LATE, at=at)


def _notify_contact(db: Session, handover: Handover, at: datetime) -> bool:
    """Mails the partner's registered address; without one, notifies all its workers here."""
    able, partner = receivers(db, handover), partner_even_if_retired(db, handover.shop_id, handover.receiver_id)
    if not able:
        return transition_notifications.send_mail(db, handover, NoticeKind.ASK_CONTACT, at=at)
    if partner is None or not partner.email or not actions.is_enabled():
        return transition_notifications.notify(db, handover, able, NoticeKind.ASK_CONTACT, at=at)
    actions.enqueue(
        db,
        shop_id=handover.shop_id,
        organisation_id=handover.receiver_id,
        address=partner.email,
        language=transition_notifications.MAIL_LANGUAGE,
        subject=gettext_in(SUBJECTS[NoticeKind.ASK_CONTACT], transition_notifications.MAIL_LANGUAGE),
        text=gettext_in(NO_ANSWER_MAIL, transition_notifications.MAIL_LANGUAGE),
        about=transition_notifications.handover_path(handover),
        at=at,
    )
    return True
