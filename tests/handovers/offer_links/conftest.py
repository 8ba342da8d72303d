"""Samira's offer to Pozitive, where nobody has an account, and the phone of Ine who works there."""

import re
from datetime import timedelta

import pytest

from app.handovers.lifecycle.models import Handover, Kind
from app.handovers.offer_links.link_address import new_link_address
from app.handovers.offer_links.models import OfferLink
from app.handovers.offer_links.queries import find_link, partner_to_mail
from app.handovers.offers import sender_actions
from app.messages.mail_outbox import actions
from app.shop.partners.queries import active_partner
from app.web.i18n import catalogue
from tests.handovers.handover_shop import HandoverShop, build
from tests.world import NOON, TODAY

ADDRESS = "ine@pozitive.example"
NEXT_WEEK = TODAY + timedelta(days=7)


def translated(message: str, code: str = "nl") -> str:
    return catalogue(code).gettext(message)


@pytest.fixture
def shop(world) -> HandoverShop:
    world.shop.phone = "030 1234567"
    partner = active_partner(world.db, world.shop.id, world.pozitive.id)
    partner.email = ADDRESS
    world.karim.password_hash = None  # nobody of Pozitive can sign in
    world.db.flush()
    return build(world)


class Ine:
    """A worker with a link but no account; her browser keeps no cookies."""

    def __init__(self, client, token: str, link: OfferLink):
        self.client, self.token, self.link = client, token, link

    def opens(self, more: str = "", **options):
        self.client.cookies.clear()
        return self.client.get(f"/offer/{self.token}{more}", **options)

    def sends(self, noun: str, *, follow: bool = True, **typed):
        """Posts the form of a move, with the current version of the handover."""
        typed = {"name": "Ine Smit", "version": str(self.link.handover.version)} | typed
        self.client.cookies.clear()
        return self.client.post(f"/offer/{self.token}/{noun}", data=typed, follow_redirects=follow)

    def accepts(self, **typed):
        return self.sends("acceptance", on=NEXT_WEEK.isoformat(), time="10:30", place="bij de koffie", **typed)


def link_in_mail(db, handover: Handover, *, at=NOON, address: str = ADDRESS) -> str | None:
    """The URL that replaces the placeholder when the mail about this handover is sent; None when it is recalled."""
    letter = actions.enqueue(
        db,
        shop_id=handover.shop_id,
        address=address,
        subject="x",
        text="{link}",
        language="nl",
        about=f"/handovers/{handover.key}",
        fills="offer_link",
        at=at,
    )
    return new_link_address(db, letter, at)


def token_of(address: str | None) -> str:
    found = re.fullmatch(r"http://localhost:8000/offer/([\w-]{43})", address or "")
    assert found
    return found.group(1)


def offered(shop: HandoverShop, *, shared=("contact", "wishes"), kind=Kind.SUPPORT, receiver=None) -> Handover:
    receiver = receiver or shop.pozitive
    handover = shop.draft(receiver, kind=kind, shared=shared)
    shop.consent(receiver, shared)
    sender_actions.offer(shop.db, handover, by=shop.as_("samira"), at=NOON)
    shop.db.flush()
    assert partner_to_mail(shop.db, handover, NOON) or receiver is not shop.pozitive
    return handover


def new_ine(client, shop: HandoverShop, handover: Handover) -> Ine:
    token = token_of(link_in_mail(shop.db, handover))
    link = find_link(shop.db, token)
    assert link is not None
    return Ine(client, token, link)


@pytest.fixture
def handover(shop) -> Handover:
    return offered(shop)


@pytest.fixture
def ine(client, shop, handover) -> Ine:
    return new_ine(client, shop, handover)
