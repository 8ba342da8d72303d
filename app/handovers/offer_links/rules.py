"""How long a link to one offer is valid, and which moves can be made through it. Pure.

The moves follow the rules of handovers; a link only restricts them further.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from app.accounts.current_user import Actor
from app.core.state_machine import Condition, Rule, Transition
from app.core.text_rules import N_
from app.handovers.lifecycle import rules as handovers
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Kind
from app.handovers.offer_links.models import OfferLink
from app.shop.partners.models import Partner

LIFETIME = timedelta(days=8)
MOST_VALID_LINKS = 3  # per handover, so that a link mailed yesterday still opens

NEEDS_ACCOUNT = N_("You need an account to take over for good. Call the Werkwinkel: they will make one for you.")
NOTHING_SHARED = N_("Nothing about this person is shared with you any more. What you sent was not saved.")
NO_ADDRESS = N_("No email address is registered for this partner. An administrator can add one under Organisations.")


def same_address(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def is_valid(link: OfferLink, partner: Partner, at: datetime) -> bool:
    """Whether the link opens its offer: for eight days, and only while its address is the registered one."""
    is_open = link.token_hash is not None and link.withdrawn_at is None and at < link.until
    return is_open and partner.retired_at is None and same_address(link.address, partner.email)


def surplus_links(working: Collection[OfferLink]) -> list[OfferLink]:
    """The valid links to withdraw before another is created, oldest first."""
    return sorted(working, key=lambda link: link.id)[: max(0, len(working) - MOST_VALID_LINKS + 1)]


def masked(address: str) -> str:
    """Enough of an address to recognise it: "i…@voorbeeld.nl"."""
    name, _at, place = address.rpartition("@")
    return f"{name[:1]}…@{place}" if name else ""


def _is_support(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.handover.kind == Kind.SUPPORT


only_support = Rule((Condition(_is_support, NEEDS_ACCOUNT),))

MOVES: dict[str, tuple[Rule | Transition, ...]] = {
    "accept": (handovers.accept,),
    "ask": (handovers.ask,),
    "waitlist": (handovers.waitlist,),
    "begin": (handovers.take_over, only_support),
    "complete": (handovers.complete, only_support),
    "decline": (handovers.decline,),
    "give_back": (handovers.give_back, only_support),
}


def obstacle(move: str, facts: HandoverFacts, actor: Actor) -> str | None:
    """Why the move is not possible through the link now; None when it is."""
    return next((reason for rule in MOVES[move] if (reason := rule.obstacle(facts, actor))), None)


# What the sender may do with the link itself.
mail_link = Rule((handovers.by_sender_or_coordinator, handovers.with_consent))
withdraw_link = Rule((handovers.by_sender_or_coordinator,))
