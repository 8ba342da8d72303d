"""Who is told what after a handover moved, in the transaction of the move. What is told names nobody (TRUST 23)."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.settings import settings
from app.core.text_rules import N_
from app.handovers.lifecycle.facts import Facts
from app.handovers.lifecycle.models import ALIVE, ASKED, OPEN_OFFER, Handover, Introduction, IntroductionState, State
from app.handovers.lifecycle.party_queries import receiver_side, sender_side, taken_on_by
from app.messages.mail_outbox import actions
from app.messages.mail_outbox.models import Letter, LetterState
from app.messages.notifications import actions as notices
from app.messages.notifications.calendar_invitations import invitation
from app.messages.notifications.labels import SENTENCES, SUBJECTS, NoticeKind
from app.shop.partners.queries import partner_in
from app.web.i18n import said_in

LINK = "offer_link"  # post.filling: a link to this one offer, for who has no account
LANGUAGE = "nl"  # of letters to partners, of whom no other language is known
READY = N_("A handover is ready for you")
WITH_LINK = N_(
    "%(sentence)s\n\nRead what is asked and answer here:\n\n{link}\n\n"
    "The link is for this one question and works for eight days. Please do not pass it on."
)
NOTHING_TO_DO = N_("%(sentence)s\n\nThe link that you got earlier does not work any more.")

# A move into this state tells the side that did not make it; where both are named, whoever did it is not told.
_SENDER = {
    State.CONSIDERING: NoticeKind.QUESTION,
    State.WAITLISTED: NoticeKind.WAITLISTED,
    State.RUNNING: NoticeKind.RUNNING,
    State.COMPLETED: NoticeKind.COMPLETED,
    State.DECLINED: NoticeKind.DECLINED,
    State.RETURNED: NoticeKind.RETURNED,
}
_RECEIVER = {State.OFFERED: NoticeKind.OFFERED}
_BOTH = {
    State.WITHDRAWN: NoticeKind.WITHDRAWN,
    State.EXPIRED: NoticeKind.EXPIRED,
    State.MISTAKEN: NoticeKind.MISTAKEN,
}


def address(handover: Handover) -> str:
    return f"/handovers/{handover.key}"


def after(db: Session, facts: Facts, before: State, *, by: Actor, at: datetime) -> None:
    """Tells of the move from `before`. What was told earlier and not seen yet is about a state that is over."""
    handover, now = facts.handover, facts.state
    notices.recall(db, address(handover), at=at)
    if now not in ALIVE:
        called_off(db, handover, by=by, at=at)
    if handover.on_the_spot and now in OPEN_OFFER | {State.RUNNING}:
        return  # they stand together: who is asked to come hears of that (together)
    undone = before in (State.DECLINED, State.COMPLETED) and now in OPEN_OFFER | {State.RUNNING}
    if undone or (before == State.ACCEPTED and now in ASKED):
        to_sender(db, handover, NoticeKind.UNDONE, by=by, at=at)
    elif handover.consent and handover.consent.withdrawn_at and now in (State.WITHDRAWN, State.RETURNED):
        to_sender(db, handover, NoticeKind.CONSENT_WITHDRAWN, by=by, at=at)
        to_receiver(db, handover, NoticeKind.CONSENT_WITHDRAWN, by=by, at=at)
    elif before == State.CONSIDERING and now == State.OFFERED:
        to_receiver(db, handover, NoticeKind.ANSWERED, by=by, at=at)
    elif now in _SENDER:
        to_sender(db, handover, _SENDER[now], by=by, at=at)
    elif now in _RECEIVER:
        to_receiver(db, handover, _RECEIVER[now], by=by, at=at)
    elif now in _BOTH:
        to_sender(db, handover, _BOTH[now], by=by, at=at)
        if before != State.DRAFT:  # of a draft nobody else knows
            to_receiver(db, handover, _BOTH[now], by=by, at=at)


def accepted(
    db: Session, handover: Handover, planned: Introduction, able: list[Worker], *, by: Actor, at: datetime
) -> None:
    """The sender hears that it was accepted, and whoever a colleague named that there is an introduction.

    `able`: the workers who may answer for the partner (sides.answerers).
    """
    file = _invitation(handover, planned, at)
    to_sender(db, handover, NoticeKind.ACCEPTED, by=by, at=at, invitation=file)
    _to_these(db, handover, taken_on_by(handover, able), NoticeKind.INTRODUCTION, by=by, at=at, invitation=file)
    to_calendar_of(db, handover, file, by=by, at=at)


def introduction(db: Session, handover: Handover, planned: Introduction, *, by: Actor, at: datetime) -> None:
    """Both workers hear of an introduction that was planned, moved, called off or missed; not who did it."""
    earlier = [one for one in handover.introductions if one.id != planned.id]
    if planned.state == IntroductionState.MISSED:
        kind = NoticeKind.INTRODUCTION_MISSED
    elif planned.state == IntroductionState.CANCELLED or earlier:
        kind = NoticeKind.INTRODUCTION_MOVED
    else:
        kind = NoticeKind.INTRODUCTION
    file = _invitation(handover, planned, at)
    to_sender(db, handover, kind, by=by, at=at, invitation=file)
    to_receiver(db, handover, kind, by=by, at=at, invitation=file)
    to_calendar_of(db, handover, file, by=by, at=at)


def to_calendar_of(db: Session, handover: Handover, file: str, *, by: Actor, at: datetime) -> None:
    """Who did it themselves needs no notice; their calendar hears of it."""
    worker = db.get_one(Worker, by.worker_id)
    if file:
        notices.invite(
            db, worker, NoticeKind.INTRODUCTION, file, shop_id=handover.shop_id, about=address(handover), at=at
        )


def called_off(db: Session, handover: Handover, *, by: Actor, at: datetime) -> None:
    """A moment to meet that fell through because the handover ended: it goes out of both calendars."""
    plans = [one for one in handover.introductions if one.planned_for and one.state == IntroductionState.CANCELLED]
    if plans and plans[-1].planned_for and plans[-1].planned_for > at:
        whom = [w for w in (handover.journey.responsible, handover.receiver_worker) if w is not None]
        tell(db, handover, whom, NoticeKind.INTRODUCTION_OFF, at=at, invitation=_invitation(handover, plans[-1], at))


def tell(
    db: Session,
    handover: Handover,
    workers: list[Worker],
    kind: NoticeKind,
    *,
    at: datetime,
    by: Actor | None = None,
    invitation: str = "",
) -> bool:
    """A notice for each but who did it. Gives back whether anybody was told."""
    told = notices.tell(
        db,
        workers,
        kind,
        shop_id=handover.shop_id,
        about=address(handover),
        at=at,
        by_id=by.worker_id if by else None,
        invitation=invitation,
    )
    return bool(told)


def to_sender(
    db: Session,
    handover: Handover,
    kind: NoticeKind,
    *,
    at: datetime,
    by: Actor | None = None,
    invitation: str = "",
) -> bool:
    return tell(db, handover, sender_side(db, handover, at), kind, by=by, at=at, invitation=invitation)


def to_receiver(
    db: Session,
    handover: Handover,
    kind: NoticeKind,
    *,
    at: datetime,
    by: Actor | None = None,
    invitation: str = "",
) -> bool:
    """The receiver's worker or workers; where nobody of them signs in here, a letter to the partner's address."""
    return _to_these(db, handover, receiver_side(db, handover), kind, by=by, at=at, invitation=invitation)


def _to_these(
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
        return tell(db, handover, able, kind, by=by, at=at, invitation=invitation)
    return letter(db, handover, kind, at=at, invitation=invitation)


def letter(db: Session, handover: Handover, kind: NoticeKind, *, at: datetime, invitation: str = "") -> bool:
    """To a partner that has nobody who signs in: with a link to this offer while something can be done about it.

    Of an end it is only told where the offer went out. Gives back whether it was written.
    """
    partner = partner_in(db, handover.shop_id, handover.receiver_id)
    open_still = handover.state in OPEN_OFFER | {State.RUNNING}
    if partner is None or not partner.email or not actions.is_on() or not (open_still or _went_out(db, handover)):
        return False
    words = said_in(WITH_LINK if open_still else NOTHING_TO_DO, LANGUAGE)
    subject = READY if kind == NoticeKind.OFFERED else SUBJECTS[kind]
    actions.write(
        db,
        shop_id=handover.shop_id,
        organisation_id=handover.receiver_id,
        address=partner.email,
        language=LANGUAGE,
        subject=said_in(subject, LANGUAGE),
        text=words % {"sentence": said_in(SENTENCES[kind], LANGUAGE)},
        about=address(handover),
        fills=LINK if open_still else "",
        invitation=invitation,
        at=at,
    )
    return True


def _went_out(db: Session, handover: Handover) -> bool:
    sent = select(Letter.id).where(
        Letter.about == address(handover), Letter.state == LetterState.SENT, col(Letter.worker_id).is_(None)
    )
    return db.exec(sent.limit(1)).first() is not None


def _invitation(handover: Handover, planned: Introduction, at: datetime) -> str:
    """The calendar file of a moment to meet; one that fell through is cancelled in calendars too. Its UID is that of
    the handover, so that a moment that was moved moves in the calendar as well. The place stays out: what was
    typed there may name somebody."""
    if planned.planned_for is None:
        return ""
    off = planned.state != IntroductionState.PLANNED
    sequence = sum(each.planned_for is not None for each in handover.introductions) + off
    who = [handover.journey.responsible or handover.sender, handover.receiver_worker]
    return invitation(
        uid=f"introduction-{handover.key}",
        sequence=sequence,
        starts=planned.planned_for,
        minutes=30,
        where="",
        organizer=settings().mail_from,
        attendees=[worker.email for worker in who if worker and worker.email],
        cancelled=off,
        root=settings().root,
        about=address(handover),
        at=at,
    )
