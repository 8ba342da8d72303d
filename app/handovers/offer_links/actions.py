"""Creating, mailing, withdrawing and renewing links to an offer, and answering through one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.accounts.actions import add_worker
from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import moment
from app.core.database import lock_row
from app.core.ids import new_key
from app.core.link_tokens import make_token
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.handovers.introductions import actions
from app.handovers.lifecycle import transition_notifications
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.models import Handover
from app.handovers.lifecycle.rules import NOT_A_REASON
from app.handovers.offer_links import queries, rules
from app.handovers.offer_links.link_actor import LinkActor, new_link_actor
from app.handovers.offer_links.models import OfferLink, OfferLinkUse
from app.handovers.offer_links.queries import LinkedOffer
from app.handovers.offers import closing_actions, receiver_actions
from app.messages.mail_outbox import actions as mail_outbox_actions
from app.messages.mail_outbox.models import LetterState
from app.shop.partners.models import Partner
from app.shop.shops.models import Shop
from app.web.i18n import gettext_in

MAIL_SUBJECT = N_("The Werkwinkel has a question for you")
MAIL_TEXT = N_(
    "Hello,\n\nWerkwinkel %(shop)s is asking %(organisation)s to help somebody. "
    "Read the question and answer it here:\n\n{link}\n\nThis link works for 8 days. It is for %(organisation)s only: "
    "please do not pass it on.\n\n"
    "Kind regards,\nWerkwinkel %(shop)s %(phone)s\n"
)
MAIL_LANGUAGE = "nl"  # the reader of the mail is not known yet


def create_link(db: Session, handover: Handover, partner: Partner, *, at: datetime) -> str:
    """Creates a link and returns its secret token, which is not stored. The two newest older links stay valid."""
    working = [link for link in queries.links_to(db, handover) if rules.is_valid(link, partner, at)]
    for old in rules.surplus_links(working):
        old.withdrawn_at = at
    token = make_token()
    db.add(
        OfferLink(
            token_hash=token.hash,
            handover_id=handover.id,
            person_id=handover.person_id,
            shop_id=handover.shop_id,
            partner_id=partner.id,
            address=partner.email,
            made_at=at,
            until=at + rules.LIFETIME,
        )
    )
    db.flush()
    return token.secret


def queue_mail(db: Session, handover: Handover, partner: Partner, *, at: datetime) -> None:
    """Puts a mail with a link placeholder in the outbox.

    The link is created when the mail is sent. The mail names no person (TRUST 23).
    """
    shop = db.get_one(Shop, handover.shop_id)
    words = {"shop": shop.name, "organisation": partner.organisation.name, "phone": shop.phone}
    mail_outbox_actions.enqueue(
        db,
        shop_id=handover.shop_id,
        address=partner.email,
        subject=gettext_in(MAIL_SUBJECT, MAIL_LANGUAGE),
        text=gettext_in(MAIL_TEXT, MAIL_LANGUAGE) % words,
        language=MAIL_LANGUAGE,
        organisation_id=partner.organisation_id,
        about=transition_notifications.handover_path(handover),
        fills=transition_notifications.LINK_PLACEHOLDER,
        at=at,
    )


def mail_link(db: Session, handover: Handover, *, by: Actor, at: datetime) -> None:
    """Mails a new link to the registered address, unless one is still waiting to be sent. Raises Refused."""
    handover = lock_row(db, handover)
    rules.mail_link.check(facts_of(db, handover, at), by)
    state = queries.link_status(db, handover, at)
    partner = queries.partner_to_mail(db, handover, at)
    if state is None or partner is None:
        raise Refused(rules.NO_ADDRESS)
    if state.waiting is None:
        queue_mail(db, handover, partner, at=at)


def withdraw_link(db: Session, handover: Handover, *, by: Actor, at: datetime) -> None:
    """Withdraws all links to this handover, and recalls unsent mails; none can be renewed. Raises Refused."""
    handover = lock_row(db, handover)
    rules.withdraw_link.check(facts_of(db, handover, at), by)
    for link in queries.links_to(db, handover):
        link.withdrawn_at = link.withdrawn_at or at
    for letter in queries.letters_with_links(db, handover):
        if letter.state == LetterState.WAITING:
            mail_outbox_actions.erase_content(letter, LetterState.RECALLED)
    db.flush()


def renew_link(db: Session, link: OfferLink, *, address: str, at: datetime) -> None:
    """Mails a new link to the registered address, on request of the holder of an old link.

    Does nothing when no new link may be sent, so that the caller learns nothing. `address`: the network address of the
    request.
    """
    handover = queries.renewable_handover(db, link, at)
    partner = queries.partner_to_mail(db, handover, at) if handover else None
    if handover is None or partner is None:
        return
    record_use(db, link, "new link asked", address=address, at=at)
    state = queries.link_status(db, handover, at)
    if state is not None and state.waiting is None:
        queue_mail(db, handover, partner, at=at)


def record_use(db: Session, link: OfferLink, what: str, *, address: str, at: datetime) -> None:
    """Records that the link was used: for what, and from which network address."""
    db.add(OfferLinkUse(link_id=link.id, person_id=link.person_id, at=at, what=what, address=address))
    db.flush()


def find_or_add_worker(db: Session, organisation: Organisation, name: str, shop_id: int) -> Worker:
    """The worker of the partner with this name and no account; adds one when there is none."""
    found = queries.worker_named(db, organisation, name)
    return found or add_worker(
        db, name=name, login=f"link {new_key()}", organisation=organisation, shop_id=shop_id, roles=()
    )


def make_move(db: Session, offer: LinkedOffer, move: str, typed: Any, *, at: datetime) -> bool:
    """Makes one move through the link, atomically and once per idempotency key; returns False for a repeat.

    `typed`: the form of the move. Raises Refused; nothing is saved then.
    """
    link, partner = offer.link, offer.partner
    with db.begin_nested():
        if idempotency.begin(db, typed.intention, worker_id=None, at=at) is None:
            return False
        if not offer.view.open:
            raise Refused(rules.NOTHING_SHARED)
        worker = find_or_add_worker(db, partner.organisation, typed.name, link.shop_id)
        by = new_link_actor(link, partner.organisation, worker, offer.reader.address)
        audit_log.set_actor(db, by, at)
        facts = facts_of(db, offer.handover, at)
        if typed.version == offer.handover.version and (reason := rules.obstacle(move, facts, by)):
            raise Refused(reason)
        _MOVES[move](db, offer.handover, typed, by, at)
        record_use(db, link, move, address=by.address, at=at)
    return True


def _accept(db: Session, handover: Handover, typed: Any, by: LinkActor, at: datetime) -> None:
    receiver_actions.accept(
        db,
        handover,
        planned_for=moment(typed.on, typed.time),
        way=typed.way,
        place=typed.place,
        version=typed.version,
        by=by,
        at=at,
    )


def _begin(db: Session, handover: Handover, typed: Any, by: LinkActor, at: datetime) -> None:
    """Records the introduction, unless the sender already did, and takes over."""
    version = typed.version
    if not facts_of(db, handover, at).is_warm:
        actions.record_introduction(
            db,
            handover,
            with_person=True,
            with_sender=True,
            with_receiver=True,
            way=typed.way,
            version=version,
            by=by,
            at=at,
        )
        version = None
    actions.take_over(db, handover, version=version, by=by, at=at)


def _decline(db: Session, handover: Handover, typed: Any, by: LinkActor, at: datetime) -> None:
    reason = queries.decline_reason(db, handover, typed.reason)
    if reason is None:
        raise Refused(NOT_A_REASON)
    receiver_actions.decline(
        db,
        handover,
        reason=reason,
        word=typed.word,
        expected_on=typed.expected_on,
        what_then=typed.what_then,
        person_may_read=typed.person_may_read,
        version=typed.version,
        by=by,
        at=at,
    )


def _ask(db: Session, handover: Handover, typed: Any, by: LinkActor, at: datetime) -> None:
    receiver_actions.ask(db, handover, typed.text, version=typed.version, by=by, at=at)


def _waitlist(db: Session, handover: Handover, typed: Any, by: LinkActor, at: datetime) -> None:
    receiver_actions.waitlist(db, handover, typed.expected_on, version=typed.version, by=by, at=at)


def _complete(db: Session, handover: Handover, typed: Any, by: LinkActor, at: datetime) -> None:
    closing_actions.complete(db, handover, typed.text, version=typed.version, by=by, at=at)


def _give_back(db: Session, handover: Handover, typed: Any, by: LinkActor, at: datetime) -> None:
    closing_actions.give_back(db, handover, typed.reason, version=typed.version, by=by, at=at)


MoveFunction = Callable[[Session, Handover, Any, LinkActor, datetime], None]
_MOVES: dict[str, MoveFunction] = {
    "accept": _accept,
    "ask": _ask,
    "waitlist": _waitlist,
    "begin": _begin,
    "complete": _complete,
    "decline": _decline,
    "give_back": _give_back,
}
