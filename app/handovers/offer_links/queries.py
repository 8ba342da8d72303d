"""What a link opens now, by whom it was used, and how it stands for who sent the offer."""

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
    """What a link opens: the handover as its partner may see it now, and who reads it."""

    link: OfferLink
    partner: Partner
    reader: LinkActor
    view: HandoverView

    @property
    def handover(self) -> Handover:
        return self.view.handover

    @property
    def moves(self) -> list[str]:
        """What can be done now: nothing where nothing is shared."""
        able = [move for move in rules.MOVES if not rules.obstacle(move, self.view.facts, self.reader)]
        return able if self.view.open else []


def find_link(db: Session, token: str) -> OfferLink | None:
    """The link that has this token, whether it works or not."""
    return find_by_token(db, OfferLink, token)


def partner_of_link(db: Session, link: OfferLink) -> Partner:
    """To whom it was mailed."""
    return db.get_one(Partner, link.partner_id)


def open_offer(db: Session, link: OfferLink, at: datetime, *, address: str = "") -> LinkedOffer | None:
    """What the link opens now; None when it does not work (any more)."""
    partner = partner_of_link(db, link)
    if not rules.is_valid(link, partner, at):
        return None
    reader = new_link_actor(link, partner.organisation, address=address)
    handover = link.handover
    if not shares(handover, at):  # also where the partner answers for the person by now: that is read with an account
        return LinkedOffer(link, partner, reader, HandoverView(handover, facts_of(db, handover, at), ours=True))
    return LinkedOffer(link, partner, reader, handover_view(db, reader, handover, at))


def partner_to_mail(db: Session, handover: Handover, at: datetime) -> Partner | None:
    """Who may get a link to this handover now: its receiver, with a registered address, while it is shared."""
    partner = active_partner(db, handover.shop_id, handover.receiver_id)
    return partner if partner is not None and partner.email and shares(handover, at) else None


def handover_about(db: Session, about: str) -> Handover | None:
    """The handover that a letter is about."""
    key = about.removeprefix("/handovers/")
    return db.exec(select(Handover).where(Handover.key == key)).first()


def links_to(db: Session, handover: Handover) -> list[OfferLink]:
    """Every link that was made to it, the newest first."""
    statement = select(OfferLink).where(OfferLink.handover_id == handover.id)
    return list(db.exec(statement.order_by(col(OfferLink.id).desc())))


def renewable_handover(db: Session, link: OfferLink, at: datetime) -> Handover | None:
    """The handover to which a new link may be mailed, for who holds this one. Not when who sent it took it back."""
    newest = next(iter(links_to(db, link.handover)))
    may = newest.withdrawn_at is None and partner_to_mail(db, link.handover, at) is not None
    return link.handover if may else None


def last_worker_name(db: Session, handover: Handover) -> str:
    """Who answered this by a link last, by their own word."""
    statement = (
        select(Worker)
        .join(HandoverMove, col(HandoverMove.worker_id) == Worker.id)
        .where(HandoverMove.handover_id == handover.id, HandoverMove.via == Via.LINK)
        .order_by(col(HandoverMove.id).desc())
    )
    worker = db.exec(statement).first()
    return worker.name if worker else ""


def worker_named(db: Session, organisation: Organisation, name: str) -> Worker | None:
    """Somebody of the organisation who has no account: nobody speaks here in the name of one who has."""
    statement = select(Worker).where(
        Worker.organisation_id == organisation.id,
        col(Worker.password_hash).is_(None),
        col(Worker.disabled_at).is_(None),
    )
    return next((w for w in db.exec(statement.order_by(col(Worker.id))) if fold(w.name) == fold(name)), None)


def reasons_by_side(db: Session, handover: Handover) -> list[tuple[DeclineSide, list[ListItem]]]:
    """The reasons to decline under the side on which they lie."""
    items = handovers.decline_reasons(db, handover.shop_id)
    sided = [(side, [item for item in items if item.grouping == side]) for side in DeclineSide]
    return [(side, some) for side, some in sided if some]


def decline_reason(db: Session, handover: Handover, key: str) -> ListItem | None:
    """A reason of the shop's list that is still in use."""
    return next((item for item in handovers.decline_reasons(db, handover.shop_id) if item.key == key), None)


def all_shops(db: Session) -> list[Shop]:
    """Whom to call about a link that does not work: the same for every link."""
    return list(db.exec(select(Shop).order_by(Shop.name, col(Shop.id))))


def letters_with_links(db: Session, handover: Handover) -> list[Letter]:
    """The mails with a link to it, the newest first, whether they have gone or not."""
    statement = select(Letter).where(
        Letter.about == transition_notifications.handover_path(handover),
        Letter.fills == transition_notifications.LINK_PLACEHOLDER,
    )
    return list(db.exec(statement.order_by(col(Letter.id).desc())))


@dataclass
class MailedLink:
    """One link with what was done with it, the newest first."""

    link: OfferLink
    works: bool
    uses: list[OfferLinkUse] = field(default_factory=list)

    @property
    def opened(self) -> list[OfferLinkUse]:
        return [use for use in self.uses if use.what == "opened"]


@dataclass
class LinkStatus:
    """How an offer stands that goes by mail, for the side that sent it. `waiting`: the mail has not gone yet;
    `stuck`: it could not be sent."""

    partner: Partner
    links: list[MailedLink]
    waiting: Letter | None = None
    stuck: Letter | None = None

    @property
    def works(self) -> bool:
        return any(mailed.works for mailed in self.links)


def link_status(db: Session, handover: Handover, at: datetime) -> LinkStatus | None:
    """None for who is no partner of the shop (any more)."""
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
    """The handover for the side that sent it; the receiver has no business with where its own mail went."""
    view = handover_view(db, actor, handover, at)
    return view if handover.offered_at is not None and (actor.in_front_office or not view.ours) else None
