"""Notices, mail and calendar invitations after a transition, in its transaction. None names the person (TRUST 23)."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.settings import settings
from app.core.text_rules import N_
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import (
    ALIVE,
    AWAITING_RESPONSE,
    OPEN_OFFER,
    Handover,
    Introduction,
    IntroductionState,
    State,
)
from app.handovers.lifecycle.party_queries import assigned_receivers, receivers_to_notify, senders_to_notify
from app.messages.mail_outbox import actions
from app.messages.mail_outbox.models import Letter, LetterState
from app.messages.notifications import actions as notices
from app.messages.notifications.calendar_invitations import calendar_invitation
from app.messages.notifications.labels import SENTENCES, SUBJECTS, NoticeKind
from app.shop.partners.queries import partner_even_if_retired
from app.web.i18n import gettext_in

LINK_PLACEHOLDER = "offer_link"  # mail_outbox replaces it with a link to this one offer, for a partner without accounts
MAIL_LANGUAGE = "nl"  # of mail to partners: their language is not recorded
READY_SUBJECT = N_("A handover is ready for you")
MAIL_WITH_LINK = N_(
    "%(sentence)s\n\nRead the question and answer it here:\n\n{link}\n\n"
    "The link is for this question only and works for eight days. Please do not pass it on."
)
MAIL_WITHOUT_LINK = N_("%(sentence)s\n\nThe link you received earlier no longer works.")

# Which notice the other party gets of a transition into this state. Of a state in both, the acting worker gets none.
_SENDER_NOTICES = {
    State.CONSIDERING: NoticeKind.QUESTION,
    State.WAITLISTED: NoticeKind.WAITLISTED,
    State.RUNNING: NoticeKind.RUNNING,
    State.COMPLETED: NoticeKind.COMPLETED,
    State.DECLINED: NoticeKind.DECLINED,
    State.RETURNED: NoticeKind.RETURNED,
}
_RECEIVER_NOTICES = {State.OFFERED: NoticeKind.OFFERED}
_NOTICES_FOR_BOTH = {
    State.WITHDRAWN: NoticeKind.WITHDRAWN,
    State.EXPIRED: NoticeKind.EXPIRED,
    State.MISTAKEN: NoticeKind.MISTAKEN,
}


def handover_path(handover: Handover) -> str:
    return f"/handovers/{handover.key}"


def notify_transition(db: Session, facts: HandoverFacts, before: State, *, by: Actor, at: datetime) -> None:
    """Notifies of the transition from `before`. Unread notices about the earlier state are recalled first."""
    handover, now = facts.handover, facts.state
    notices.recall(db, handover_path(handover), at=at)
    if now not in ALIVE:
        notify_cancelled(db, handover, by=by, at=at)
    if handover.on_the_spot and now in OPEN_OFFER | {State.RUNNING}:
        return  # they are together; on_the_spot_actions notifies the worker who is asked to come
    undone = before in (State.DECLINED, State.COMPLETED) and now in OPEN_OFFER | {State.RUNNING}
    if undone or (before == State.ACCEPTED and now in AWAITING_RESPONSE):
        notify_sender(db, handover, NoticeKind.UNDONE, by=by, at=at)
    elif handover.consent and handover.consent.withdrawn_at and now in (State.WITHDRAWN, State.RETURNED):
        notify_sender(db, handover, NoticeKind.CONSENT_WITHDRAWN, by=by, at=at)
        notify_receiver(db, handover, NoticeKind.CONSENT_WITHDRAWN, by=by, at=at)
    elif before == State.CONSIDERING and now == State.OFFERED:
        notify_receiver(db, handover, NoticeKind.ANSWERED, by=by, at=at)
    elif now in _SENDER_NOTICES:
        notify_sender(db, handover, _SENDER_NOTICES[now], by=by, at=at)
    elif now in _RECEIVER_NOTICES:
        notify_receiver(db, handover, _RECEIVER_NOTICES[now], by=by, at=at)
    elif now in _NOTICES_FOR_BOTH:
        notify_sender(db, handover, _NOTICES_FOR_BOTH[now], by=by, at=at)
        if before != State.DRAFT:  # the receiver never saw a draft
            notify_receiver(db, handover, _NOTICES_FOR_BOTH[now], by=by, at=at)


def notify_accepted(
    db: Session, handover: Handover, planned: Introduction, able: list[Worker], *, by: Actor, at: datetime
) -> None:
    """Notifies the sender of the acceptance, and the receiver's worker of the introduction if a colleague accepted.

    `able`: the receiver's workers who may respond (party_queries.receivers).
    """
    file = _calendar_file(handover, planned, at)
    notify_sender(db, handover, NoticeKind.ACCEPTED, by=by, at=at, invitation=file)
    _notify_or_mail(
        db, handover, assigned_receivers(handover, able), NoticeKind.INTRODUCTION, by=by, at=at, invitation=file
    )
    send_invitation(db, handover, file, by=by, at=at)


def notify_introduction(db: Session, handover: Handover, planned: Introduction, *, by: Actor, at: datetime) -> None:
    """Notifies both workers, except the acting one, of an introduction that was planned, moved, cancelled or missed."""
    earlier = [one for one in handover.introductions if one.id != planned.id]
    if planned.state == IntroductionState.MISSED:
        kind = NoticeKind.INTRODUCTION_MISSED
    elif planned.state == IntroductionState.CANCELLED or earlier:
        kind = NoticeKind.INTRODUCTION_MOVED
    else:
        kind = NoticeKind.INTRODUCTION
    file = _calendar_file(handover, planned, at)
    notify_sender(db, handover, kind, by=by, at=at, invitation=file)
    notify_receiver(db, handover, kind, by=by, at=at, invitation=file)
    send_invitation(db, handover, file, by=by, at=at)


def send_invitation(db: Session, handover: Handover, file: str, *, by: Actor, at: datetime) -> None:
    """Sends the invitation to the acting worker, who gets no notification."""
    worker = db.get_one(Worker, by.worker_id)
    if file:
        notices.mail_invitation(
            db, worker, NoticeKind.INTRODUCTION, file, shop_id=handover.shop_id, about=handover_path(handover), at=at
        )


def notify_cancelled(db: Session, handover: Handover, *, by: Actor, at: datetime) -> None:
    """Cancels the coming introduction in both calendars, because the handover ended."""
    plans = [one for one in handover.introductions if one.planned_for and one.state == IntroductionState.CANCELLED]
    if plans and plans[-1].planned_for and plans[-1].planned_for > at:
        whom = [w for w in (handover.journey.responsible, handover.receiver_worker) if w is not None]
        notify(
            db, handover, whom, NoticeKind.INTRODUCTION_OFF, at=at, invitation=_calendar_file(handover, plans[-1], at)
        )


def notify(
    db: Session,
    handover: Handover,
    workers: list[Worker],
    kind: NoticeKind,
    *,
    at: datetime,
    by: Actor | None = None,
    invitation: str = "",
) -> bool:
    """A notice for each worker except the acting one. Returns whether anybody got one."""
    notified = notices.notify(
        db,
        workers,
        kind,
        shop_id=handover.shop_id,
        about=handover_path(handover),
        at=at,
        by_id=by.worker_id if by else None,
        invitation=invitation,
    )
    return bool(notified)


def notify_sender(
    db: Session,
    handover: Handover,
    kind: NoticeKind,
    *,
    at: datetime,
    by: Actor | None = None,
    invitation: str = "",
) -> bool:
    return notify(db, handover, senders_to_notify(db, handover, at), kind, by=by, at=at, invitation=invitation)


def notify_receiver(
    db: Session,
    handover: Handover,
    kind: NoticeKind,
    *,
    at: datetime,
    by: Actor | None = None,
    invitation: str = "",
) -> bool:
    """Notifies the receiver's worker or workers; a partner without accounts gets mail at its registered address."""
    return _notify_or_mail(db, handover, receivers_to_notify(db, handover), kind, by=by, at=at, invitation=invitation)


def _notify_or_mail(
    db: Session,
    handover: Handover,
    able: list[Worker],
    kind: NoticeKind,
    *,
    at: datetime,
    by: Actor | None = None,
    invitation: str = "",
) -> bool:
    if able:
        return notify(db, handover, able, kind, by=by, at=at, invitation=invitation)
    return send_mail(db, handover, kind, at=at, invitation=invitation)


def send_mail(db: Session, handover: Handover, kind: NoticeKind, *, at: datetime, invitation: str = "") -> bool:
    """Mail to a partner without accounts, with a link to the offer while it can still respond.

    The end of a handover is only mailed if the offer was. Returns whether mail was written.
    """
    partner = partner_even_if_retired(db, handover.shop_id, handover.receiver_id)
    open_still = handover.state in OPEN_OFFER | {State.RUNNING}
    if (
        partner is None
        or not partner.email
        or not actions.is_enabled()
        or not (open_still or _offer_was_mailed(db, handover))
    ):
        return False
    words = gettext_in(MAIL_WITH_LINK if open_still else MAIL_WITHOUT_LINK, MAIL_LANGUAGE)
    subject = READY_SUBJECT if kind == NoticeKind.OFFERED else SUBJECTS[kind]
    actions.enqueue(
        db,
        shop_id=handover.shop_id,
        organisation_id=handover.receiver_id,
        address=partner.email,
        language=MAIL_LANGUAGE,
        subject=gettext_in(subject, MAIL_LANGUAGE),
        text=words % {"sentence": gettext_in(SENTENCES[kind], MAIL_LANGUAGE)},
        about=handover_path(handover),
        fills=LINK_PLACEHOLDER if open_still else "",
        invitation=invitation,
        at=at,
    )
    return True


def _offer_was_mailed(db: Session, handover: Handover) -> bool:
    sent = select(Letter.id).where(
        Letter.about == handover_path(handover), Letter.state == LetterState.SENT, col(Letter.worker_id).is_(None)
    )
    return db.exec(sent.limit(1)).first() is not None


def _calendar_file(handover: Handover, planned: Introduction, at: datetime) -> str:
    """The calendar file of an introduction, or of its cancellation; empty without a planned time.

    The UID is that of the handover, so that a new time replaces the old one in calendars. The place is left out: its
    text may name somebody.
    """
    if planned.planned_for is None:
        return ""
    off = planned.state != IntroductionState.PLANNED
    sequence = sum(each.planned_for is not None for each in handover.introductions) + off
    who = [handover.journey.responsible or handover.sender, handover.receiver_worker]
    return calendar_invitation(
        uid=f"introduction-{handover.key}",
        sequence=sequence,
        starts=planned.planned_for,
        minutes=30,
        where="",
        organizer=settings().mail_from,
        attendees=[worker.email for worker in who if worker and worker.email],
        cancelled=off,
        root=settings().root,
        about=handover_path(handover),
        at=at,
    )
