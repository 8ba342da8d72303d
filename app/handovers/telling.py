"""Who is told what of a handover: the one place (DOMAIN §4). Notices name nobody; whoever may read, reads it there."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from app.accounts.actors import Actor
from app.accounts.models import Role, Worker
from app.core.text import N_
from app.handovers.models import ALIVE, OPEN_OFFER, Handover, Introduction, IntroductionState, State
from app.handovers.standing import Facts
from app.journeys.queries import workers_with
from app.notices import actions as notices
from app.notices.invitations import invitation
from app.notices.words import NoticeKind
from app.partners.models import Partner
from app.post import outbox

RECEIVER, SENDER = "receiver", "sender"
# What somebody did, told to the other side; where a third did it (a coordinator), to both.
OF_STATE: dict[State, tuple[NoticeKind, tuple[str, ...]]] = {
    State.OFFERED: (NoticeKind.OFFERED, (RECEIVER,)),
    State.CONSIDERING: (NoticeKind.QUESTION, (SENDER,)),
    State.WAITLISTED: (NoticeKind.WAITLISTED, (SENDER,)),
    State.ACCEPTED: (NoticeKind.ACCEPTED, (SENDER,)),
    State.RUNNING: (NoticeKind.RUNNING, (SENDER,)),
    State.COMPLETED: (NoticeKind.COMPLETED, (SENDER,)),
    State.DECLINED: (NoticeKind.DECLINED, (SENDER,)),
    State.RETURNED: (NoticeKind.RETURNED, (SENDER,)),
    State.WITHDRAWN: (NoticeKind.WITHDRAWN, (RECEIVER, SENDER)),
    State.EXPIRED: (NoticeKind.EXPIRED, (RECEIVER, SENDER)),
    State.MISTAKEN: (NoticeKind.MISTAKEN, (RECEIVER, SENDER)),
}
MAIL_SUBJECT = N_("A handover waits for you at the Werkwinkel")
MAIL_TEXT = N_(
    "Hello,\n\nThere is a handover for you at the Werkwinkel. With this link you read it and answer, without an "
    "account. It works for eight days, and is meant for you alone:\n\n{link}\n\nNothing about the person stands "
    "in this mail."
)
MAIL_CONTACT_SUBJECT = N_("A handover has had no answer for days")
MAIL_CONTACT = N_(
    "Hello,\n\nA handover of the Werkwinkel to your organisation has had no answer yet. Will you ask your colleagues "
    "to look at it? They read it after signing in.\n\nNothing about the person stands in this mail."
)


def place(handover: Handover) -> str:
    """Where a handover is read."""
    return f"/handovers/{handover.key}"


def after(db: Session, facts: Facts, before: State, *, by: Actor, at: datetime, undone: bool = False) -> None:
    """Tells of a move that was just made. What was told before of a handover that is over now, is taken back first."""
    handover = facts.handover
    if facts.state not in ALIVE:
        notices.recall(db, place(handover), at=at)
    if handover.on_the_spot and facts.state in OPEN_OFFER | {State.RUNNING}:
        return  # they stand together: who is asked to come is told of that (see together)
    called_off = [i for i in handover.introductions if i.state == IntroductionState.CANCELLED and i.planned_for]
    if facts.state not in ALIVE and called_off and called_off[-1].planned_for > at:
        invite_both(db, handover, called_off[-1], at=at)
    kind, sides = OF_STATE.get(facts.state, (None, ()))
    if kind is None or (before == State.DRAFT and facts.state == State.WITHDRAWN):
        return  # nobody knew of a draft
    if undone:
        kind, sides = NoticeKind.UNDONE, (SENDER,)
    elif before == State.CONSIDERING and facts.state == State.OFFERED:
        kind = NoticeKind.ANSWERED
    tell(db, handover, sides, kind, by=by, at=at)
    if kind == NoticeKind.OFFERED:
        write_to_partner(db, handover, at=at)


def tell(
    db: Session, handover: Handover, sides: Iterable[str], kind: NoticeKind, *, by: Actor | None, at: datetime,
    invitation: str = "",
) -> None:  # fmt: skip
    """A notice about a handover to one side or both, but for who did it."""
    whom: list[Worker] = []
    for side in sides:
        whom += receivers(db, handover) if side == RECEIVER else [sender_of(handover)]
    notices.tell(
        db, whom, kind, shop_id=handover.shop_id, about=place(handover), at=at, by_id=by.worker_id if by else None,
        invitation=invitation,
    )  # fmt: skip


def sender_of(handover: Handover) -> Worker:
    """Who answers for the person while it is open; from then on who sent it."""
    return handover.journey.responsible or handover.sender if handover.state in OPEN_OFFER else handover.sender


def receivers(db: Session, handover: Handover) -> list[Worker]:
    """Who has it at the receiver: the worker who took it on or, until then, everybody there who may."""
    if handover.receiver_worker is not None:
        return [handover.receiver_worker]
    roles = frozenset({Role.PARTNER, Role.FRONT_OFFICE, Role.COORDINATOR})
    return workers_with(db, handover.shop_id, roles, handover.receiver_id)


def partner_in(db: Session, handover: Handover) -> Partner | None:
    here = (Partner.shop_id == handover.shop_id, Partner.organisation_id == handover.receiver_id)
    return db.exec(select(Partner).where(*here)).first()


def write_to_partner(db: Session, handover: Handover, *, at: datetime, reminding: bool = False) -> None:
    """A letter to the registered address: with a link to this offer where nobody of the partner signs in here, or
    only a nudge to its contact (`reminding`) where somebody does."""
    partner = partner_in(db, handover)
    if partner is None or not partner.email or not outbox.is_on():
        return
    alone = not any(worker.is_active for worker in receivers(db, handover))
    if not alone and not reminding:
        return
    subject, text = (MAIL_SUBJECT, MAIL_TEXT) if alone else (MAIL_CONTACT_SUBJECT, MAIL_CONTACT)
    outbox.write(
        db, shop_id=handover.shop_id, address=partner.email, language="nl", subject=outbox.say(subject, "nl"),
        text=outbox.say(text, "nl"), organisation_id=handover.receiver_id, about=place(handover),
        fills="offer_link" if alone else "", at=at,
    )  # fmt: skip


def coordinators(db: Session, handover: Handover) -> list[Worker]:
    return workers_with(db, handover.shop_id, frozenset({Role.COORDINATOR}))


def invite(handover: Handover, met: Introduction, at: datetime) -> str:
    """The calendar file of a planned introduction; a plan that fell through is cancelled in calendars too. Its UID is
    that of the handover, so that a moment that was moved moves in the calendar as well."""
    if met.planned_for is None:
        return ""
    sequence = sum(each.planned_for is not None for each in handover.introductions)
    cancelled = met.state in (IntroductionState.CANCELLED, IntroductionState.MISSED)
    attendees = [sender_of(handover), *([handover.receiver_worker] if handover.receiver_worker else [])]
    return invitation(
        uid=f"introduction-{handover.key}@werkwinkel", sequence=sequence + cancelled, starts=met.planned_for,
        attendees=attendees, cancelled=cancelled, about=place(handover), at=at,
    )  # fmt: skip


def introduction(
    db: Session, handover: Handover, met: Introduction, kind: NoticeKind, *, by: Actor, at: datetime
) -> None:
    """Tells of a moment to meet that was moved or missed. Calendars hear of it too, those of who did it as well."""
    tell(db, handover, (RECEIVER, SENDER), kind, by=by, at=at)
    invite_both(db, handover, met, at=at)


def invite_both(db: Session, handover: Handover, met: Introduction, *, at: datetime) -> None:
    """An invitation to both workers for a moment that stands; a cancellation for one that fell through."""
    file = invite(handover, met, at)
    if not file:
        return
    moved = (
        met.state == IntroductionState.PLANNED and sum(i.planned_for is not None for i in handover.introductions) > 1
    )
    kind = NoticeKind.INTRODUCTION_MOVED if moved else NoticeKind.INTRODUCTION
    kind = kind if met.state == IntroductionState.PLANNED else NoticeKind.INTRODUCTION_OFF
    for worker in {w.id: w for w in (sender_of(handover), handover.receiver_worker) if w is not None}.values():
        if notices.mails_at_once(db, worker):
            notices.write(
                db, worker, kind, shop_id=handover.shop_id, about=place(handover), at=at, invitation=file
            )  # fmt: skip
