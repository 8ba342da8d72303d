"""Every move and every other action on handovers, as a request of any worker, for tests of invariants."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Role, Worker
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.guidance.journeys.models import Journey
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.consents import actions as consents
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import AWAITING_RESPONSE, OPEN_OFFER, Handover, Kind, State, Via
from app.handovers.offers import closing_actions, message_actions, receiver_actions, retries, sender_actions
from app.handovers.reminders import no_response_actions
from app.people.people.models import Person
from app.shop.half_days.models import DayPart, Opening, Presence
from app.shop.lists.models import ListItem, ListName

SENDER_ACTIONS = {
    "offer",
    "begin_together",
    "answer",
    "withdraw",
    "expire",
    "mark_mistaken",
    "remind",
    "escalate",
    "redraft",
    "call",
    "choose_other",
    "retry",
}


@dataclass
class Attempt:
    """One request about one handover. `pick`: a number that selects among the options."""

    db: Session
    handover: Handover
    by: Actor
    at: datetime
    pick: int
    version: int | None = None

    @property
    def how(self) -> dict:
        return {"version": self.version, "by": self.by, "at": self.at}

    @property
    def soon(self) -> date:
        return local_day(self.at) + timedelta(days=self.pick % 6)


def worker_of(db: Session, organisation_id: int, pick: int) -> Worker:
    found = db.exec(select(Worker).where(Worker.organisation_id == organisation_id).order_by(col(Worker.id))).all()
    return found[pick % len(found)]


def make_present(db: Session, worker: Worker, shop_id: int, at: datetime) -> None:
    """Makes the worker present in the shop at this moment."""
    day = local_day(at)
    opening = db.exec(select(Opening).where(Opening.shop_id == shop_id, Opening.day == day)).first()
    if opening is None:
        opening = Opening(shop_id=shop_id, day=day, part=DayPart.MORNING, opens=at.time(), closes=at.time())
        db.add(opening)
        db.flush()
    if db.exec(select(Presence).where(Presence.opening_id == opening.id, Presence.worker_id == worker.id)).first():
        return
    db.add(Presence(opening_id=opening.id, worker_id=worker.id, since=at))
    db.flush()


def begin_together(t: Attempt) -> None:
    """The sender offers on the spot; two times in three the receiver accepts at once."""
    worker = worker_of(t.db, t.handover.receiver_id, t.pick)
    make_present(t.db, worker, t.handover.shop_id, t.at)
    on_the_spot_actions.offer_on_the_spot(t.db, t.handover, worker, **t.how)
    if t.pick % 3:
        confirm_together(Attempt(t.db, t.handover, t.by, t.at, 3 * t.pick))


def confirm_together(t: Attempt) -> None:
    """The receiver accepts in their own session, by PIN, or aloud; in the last two cases `by` is the sender."""
    worker = t.handover.receiver_worker or worker_of(t.db, t.handover.receiver_id, t.pick)
    via = (Via.PIN, Via.SPOKEN)[worker.password_hash is None]
    if via == Via.PIN:
        worker.pin_hash = worker.pin_hash or "of a PIN that the route compared"
    on_the_spot_actions.accept_on_the_spot(
        t.db,
        t.handover,
        via=via if t.pick % 2 else Via.SESSION,
        reason="Op papier",
        next_what="Samen bellen",
        next_on=t.soon,
        **t.how,
    )


def decline(t: Attempt) -> None:
    reasons = select(ListItem).where(ListItem.list == ListName.DECLINE, ListItem.shop_id == t.handover.shop_id)
    other = t.db.exec(select(Organisation).where(Organisation.name == ("DOCK", "Pozitive")[t.pick % 2])).one()
    receiver_actions.decline(
        t.db,
        t.handover,
        reason=t.db.exec(reasons).first(),
        what_then=[*DeclineProposal][t.pick % 4],
        other=other,
        word="vol",
        expected_on=t.soon,
        **t.how,
    )


def redraft(t: Attempt) -> None:
    h = t.handover
    sender_actions.redraft(
        t.db,
        h,
        h.receiver,
        kind=h.kind,
        question="Iets anders",
        shared=["contact"],
        urgency=h.urgency,
        language="",
        suits="",
        **t.how,
    )


def take_over(t: Attempt) -> None:
    actions.take_over(t.db, t.handover, cold_reason="haast", next_what="Kennismaken", next_on=t.soon, **t.how)


def hold_introduction(t: Attempt) -> None:
    actions.record_introduction(
        t.db, t.handover, with_person=True, with_sender=t.pick % 3 > 0, with_receiver=True, **t.how
    )


def choose_other(t: Attempt) -> None:
    other = t.db.exec(select(Organisation).where(Organisation.name == ("DOCK", "Pozitive")[t.pick % 2])).one()
    no_response_actions.choose_other_partner(t.db, t.handover, other, "geen antwoord", **t.how)


MOVES = {
    "offer": lambda t: sender_actions.offer(t.db, t.handover, **t.how),
    "ask": lambda t: receiver_actions.ask(t.db, t.handover, "Sinds wanneer?", **t.how),
    "answer": lambda t: sender_actions.answer(t.db, t.handover, "Sinds mei.", **t.how),
    "waitlist": lambda t: receiver_actions.waitlist(t.db, t.handover, t.soon, **t.how),
    "accept": lambda t: receiver_actions.accept(t.db, t.handover, planned_for=t.at, **t.how),
    "decline": decline,
    "take_over": take_over,
    "complete": lambda t: closing_actions.complete(t.db, t.handover, "Gelukt", **t.how),
    "give_back": lambda t: closing_actions.give_back(t.db, t.handover, "vol", **t.how),
    "withdraw": lambda t: sender_actions.withdraw(t.db, t.handover, "toch niet", **t.how),
    "expire": lambda t: sender_actions.expire(t.db, t.handover, **t.how),
    "mark_mistaken": lambda t: closing_actions.mark_mistaken(t.db, t.handover, "verkeerde", **t.how),
    "undo": lambda t: receiver_actions.undo(t.db, t.handover, **t.how),
}
OTHER_ACTIONS = {
    "begin_together": begin_together,
    "confirm_together": confirm_together,
    "meet_and_begin": lambda t: actions.record_introduction_and_take_over(
        t.db, t.handover, next_what="Bellen", next_on=t.soon, **t.how
    ),
    "agree_introduction": lambda t: actions.confirm_introduction(t.db, t.handover, **t.how),
    "doubt_introduction": lambda t: actions.dispute_introduction(t.db, t.handover, "Ik was er niet", **t.how),
    "take_time": lambda t: message_actions.ask_for_time(t.db, t.handover, t.soon, **t.how),
    "expect": lambda t: message_actions.update_expected_date(t.db, t.handover, t.soon, "nog even", **t.how),
    "call": lambda t: no_response_actions.call(t.db, t.handover, **t.how),
    "choose_other": choose_other,
    "retry": lambda t: retries.retry(t.db, t.handover, by=t.by, at=t.at),
    "redraft": redraft,
    "remind": lambda t: sender_actions.remind(t.db, t.handover, **t.how),
    "escalate": lambda t: sender_actions.escalate(t.db, t.handover, **t.how),
    "plan_introduction": lambda t: actions.plan_introduction(t.db, t.handover, planned_for=t.at, **t.how),
    "hold_introduction": hold_introduction,
    "miss_introduction": lambda t: actions.record_missed_introduction(t.db, t.handover, **t.how),
}
ALL_ACTIONS = MOVES | OTHER_ACTIONS
OTHER_ACTION_STATES = {
    "begin_together": {State.DRAFT}, "confirm_together": {State.OFFERED}, "meet_and_begin": {State.ACCEPTED},
    "agree_introduction": {State.ACCEPTED}, "doubt_introduction": {State.ACCEPTED}, "take_time": {State.OFFERED},
    "expect": {State.WAITLISTED}, "call": AWAITING_RESPONSE, "choose_other": AWAITING_RESPONSE,
    "retry": {State.DECLINED, State.WITHDRAWN, State.EXPIRED},
    "redraft": {State.DRAFT}, "remind": OPEN_OFFER, "escalate": OPEN_OFFER,
    "plan_introduction": {State.ACCEPTED}, "hold_introduction": {State.ACCEPTED},
    "miss_introduction": {State.ACCEPTED},
}  # fmt: skip


def consent(
    db: Session, journey: Journey, to: Organisation, sections: set[str], *, days: int | None, by: Actor, at: datetime
) -> Consent:
    """Gives a consent for `days`, or for the usual time."""
    until = local_day(at) + timedelta(days=days) if days is not None else None
    return consents.record_consent(
        db, journey.person, to, sections, how=ConsentMethod.SPOKEN, language="nl", until=until, by=by, at=at
    )


def draft(
    db: Session,
    journey: Journey,
    to: Organisation,
    kind: Kind,
    shared: set[str],
    *,
    why_another: str = "",
    previous: Handover | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    handover = sender_actions.draft(
        db, journey, to, kind=kind, question="Hulp", shared=shared, previous=previous, by=by, at=at
    )
    handover.why_another = why_another
    db.flush()
    return handover


def narrow(db: Session, old: Consent, *, by: Actor, at: datetime) -> None:
    """The person withdraws one section: a new consent with fewer replaces the old one."""
    if len(old.sections) > 1:
        fewer = old.sections[1:]
        person = db.get_one(Person, old.person_id)
        consents.record_consent(
            db, person, old.organisation, fewer, how=ConsentMethod.SPOKEN, language="nl", by=by, at=at
        )
    consent_changes_actions.withdraw_consent(db, old, by=by, at=at)


def link_actor(organisation: Organisation, worker: Worker, shop_id: int) -> Actor:
    """A worker of a partner without an account, who has a link to one offer."""
    return Actor(
        worker.id, worker.name, organisation.id, organisation.name, shop_id, frozenset({Role.PARTNER}), via="link"
    )


def refusal_of(db: Session, act) -> Refused | None:
    """Runs `act`; rolls back and returns the refusal if there is one, as in a request."""
    nested = db.begin_nested()
    try:
        act()
        nested.commit()
    except Refused as refused:
        nested.rollback()
        return refused
    finally:
        db.expire_all()
    return None
