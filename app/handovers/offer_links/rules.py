"""How long a link to one offer works, and which moves may be made with it. Pure.

What the moves themselves ask is said by the rules of handovers; a link only takes some of them away.
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
MOST_VALID_LINKS = 3  # links to one handover that work beside one another: what was mailed yesterday still opens

NEEDS_ACCOUNT = N_("Who takes somebody over for good needs an account. Call the Werkwinkel: they make one for you.")
NOTHING_SHARED = N_("Nothing of this person is shared with you any more. What you sent was not kept.")
NO_ADDRESS = N_("No mail address is registered for this partner. An administrator fills it in under Organisations.")


def same_address(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def is_valid(link: OfferLink, partner: Partner, at: datetime) -> bool:
    """Whether the link opens its offer: for eight days, while the address it went to is the one that is registered."""
    stands = link.token_hash is not None and link.withdrawn_at is None and at < link.until
    return stands and partner.retired_at is None and same_address(link.address, partner.email)


def surplus_links(working: Collection[OfferLink]) -> list[OfferLink]:
    """Which of the links that work stop, the oldest first, when another is made."""
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
    """Why this cannot be done with the link now, or None when it can."""
    return next((reason for rule in MOVES[move] if (reason := rule.obstacle(facts, actor))), None)


# What who answers for the person may do about the link itself.
mail_link = Rule((handovers.by_sender_or_coordinator, handovers.with_consent))
withdraw_link = Rule((handovers.by_sender_or_coordinator,))
