"""Reads of offer links: what a link opens now, how it was used, and its status for the sender."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.core.link_tokens import find_by_token
from app.core.text_rules import fold
from app.handovers.disclosure.partner_access_queries import shares
from app.handovers.disclosure.queries import HandoverView, handover_view
from app.handovers.lifecycle import queries as handovers
from app.handovers.lifecycle import transition_notifications
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.models import Handover, HandoverMove, Via
from app.handovers.offer_links import rules
from app.handovers.offer_links.link_actor import LinkActor, new_link_actor
from app.handovers.offer_links.models import OfferLink, OfferLinkUse
from app.messages.mail_outbox.models import Letter, LetterState
from app.shop.lists.models import DeclineSide, ListItem
from app.shop.partners.models import Partner
from app.shop.partners.queries import active_partner
from app.shop.shops.models import Shop


@dataclass
class LinkedOffer:
    """What a link opens: the handover as its partner may see it now, and its reader."""

    link: OfferLink
    partner: Partner
    reader: LinkActor
    view: HandoverView

    @property
    def handover(self) -> Handover:
        return self.view.handover

    @property
    def moves(self) -> list[str]:
        """Moves that are possible now; none when nothing is shared."""
        able = [move for move in rules.MOVES if not rules.obstacle(move, self.view.facts, self.reader)]
        return able if self.view.open else []


def find_link(db: Session, token: str) -> OfferLink | None:
    """The link with this token, valid or not."""
    return find_by_token(db, OfferLink, token)


def partner_of_link(db: Session, link: OfferLink) -> Partner:
    """The partner to which the link was mailed."""
    return db.get_one(Partner, link.partner_id)


def open_offer(db: Session, link: OfferLink, at: datetime, *, address: str = "") -> LinkedOffer | None:
    """What the link opens now; None when it is not valid. `address`: network address of the reader."""
    partner = partner_of_link(db, link)
    if not rules.is_valid(link, partner, at):
        return None
    reader = new_link_actor(link, partner.organisation, address=address)
    handover = link.handover
    if not shares(handover, at):  # also when the partner is responsible by now: that requires an account
        return LinkedOffer(link, partner, reader, HandoverView(handover, facts_of(db, handover, at), ours=True))
    return LinkedOffer(link, partner, reader, handover_view(db, reader, handover, at))


def partner_to_mail(db: Session, handover: Handover, at: datetime) -> Partner | None:
    """The receiver, if it may get a link now: it has a registered address and the handover is shared with it."""
    partner = active_partner(db, handover.shop_id, handover.receiver_id)
    return partner if partner is not None and partner.email and shares(handover, at) else None


def handover_about(db: Session, about: str) -> Handover | None:
    """The handover that a letter is about, by the letter's path."""
    key = about.removeprefix("/handovers/")
    return db.exec(select(Handover).where(Handover.key == key)).first()


def links_to(db: Session, handover: Handover) -> list[OfferLink]:
    """All links to the handover, newest first."""
    statement = select(OfferLink).where(OfferLink.handover_id == handover.id)
    return list(db.exec(statement.order_by(col(OfferLink.id).desc())))


def renewable_handover(db: Session, link: OfferLink, at: datetime) -> Handover | None:
    """The handover, if its old link may be renewed; None when the sender withdrew the links."""
    newest = next(iter(links_to(db, link.handover)))
    may = newest.withdrawn_at is None and partner_to_mail(db, link.handover, at) is not None
    return link.handover if may else None


def last_worker_name(db: Session, handover: Handover) -> str:
    """The name that was last given when answering through a link; empty when there is none."""
    statement = (
        select(Worker)
        .join(HandoverMove, col(HandoverMove.worker_id) == Worker.id)
        .where(HandoverMove.handover_id == handover.id, HandoverMove.via == Via.LINK)
        .order_by(col(HandoverMove.id).desc())
    )
    worker = db.exec(statement).first()
    return worker.name if worker else ""


def worker_named(db: Session, organisation: Organisation, name: str) -> Worker | None:
    """The worker with this name and no account: nobody can answer in the name of a worker with an account."""
    statement = select(Worker).where(
        Worker.organisation_id == organisation.id,
        col(Worker.password_hash).is_(None),
        col(Worker.disabled_at).is_(None),
    )
    return next((w for w in db.exec(statement.order_by(col(Worker.id))) if fold(w.name) == fold(name)), None)


def reasons_by_side(db: Session, handover: Handover) -> list[tuple[DeclineSide, list[ListItem]]]:
    """Reasons to decline, grouped by side."""
    items = handovers.decline_reasons(db, handover.shop_id)
    sided = [(side, [item for item in items if item.grouping == side]) for side in DeclineSide]
    return [(side, some) for side, some in sided if some]


def decline_reason(db: Session, handover: Handover, key: str) -> ListItem | None:
    """The reason with this key, if the shop still uses it."""
    return next((item for item in handovers.decline_reasons(db, handover.shop_id) if item.key == key), None)


def all_shops(db: Session) -> list[Shop]:
    """All shops, to call about an invalid link: the same list for every link, so that it discloses nothing."""
    return list(db.exec(select(Shop).order_by(Shop.name, col(Shop.id))))


def letters_with_links(db: Session, handover: Handover) -> list[Letter]:
    """Mails with a link to the handover, sent or not, newest first."""
    statement = select(Letter).where(
        Letter.about == transition_notifications.handover_path(handover),
        Letter.fills == transition_notifications.LINK_PLACEHOLDER,
    )
    return list(db.exec(statement.order_by(col(Letter.id).desc())))


@dataclass
class MailedLink:
    """One link with its uses, newest first."""

    link: OfferLink
    works: bool
    uses: list[OfferLinkUse] = field(default_factory=list)

    @property
    def opened(self) -> list[OfferLinkUse]:
        return [use for use in self.uses if use.what == "opened"]


@dataclass
class LinkStatus:
    """The links to an offer, for the sender. `waiting`: mail not sent yet; `stuck`: mail that could not be sent."""

    partner: Partner
    links: list[MailedLink]
    waiting: Letter | None = None
    stuck: Letter | None = None

    @property
    def works(self) -> bool:
        return any(mailed.works for mailed in self.links)


def link_status(db: Session, handover: Handover, at: datetime) -> LinkStatus | None:
    """The status of the links; None when the receiver is no longer a partner of the shop."""
    partner = active_partner(db, handover.shop_id, handover.receiver_id)
    if partner is None:
        return None
    letters = letters_with_links(db, handover)
    links = links_to(db, handover)
    uses = select(OfferLinkUse).where(col(OfferLinkUse.link_id).in_([link.id for link in links]))
    used: dict[int, list[OfferLinkUse]] = {}
    for use in db.exec(uses.order_by(col(OfferLinkUse.id).desc())):
        used.setdefault(use.link_id, []).append(use)
    return LinkStatus(
        partner,
        [MailedLink(link, rules.is_valid(link, partner, at), used.get(link.id, [])) for link in links],
        waiting=next((letter for letter in letters if letter.state == LetterState.WAITING), None),
        stuck=letters[0] if letters and letters[0].state == LetterState.DEAD else None,
    )


def sender_view(db: Session, actor: Actor, handover: Handover, at: datetime) -> HandoverView | None:
    """The actor's view of an offered handover; None for the receiver, who may not see where the mail went."""
    view = handover_view(db, actor, handover, at)
    return view if handover.offered_at is not None and (actor.in_front_office or not view.ours) else None
