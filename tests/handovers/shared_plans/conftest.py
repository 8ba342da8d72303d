"""Hatice's journey with Samira, a link to her plan, and her phone, on which nobody is signed in."""

import re

import pytest

from app.handovers.shared_plans import actions
from app.handovers.shared_plans.models import PlanLink
from tests.handovers.handover_shop import HandoverShop, build
from tests.world import NOON


@pytest.fixture
def shop(world) -> HandoverShop:
    world.shop.phone, world.samira.phone = "030 1234567", "06 11112222"
    return build(world)


class Phone:
    """Hatice's phone: it has one URL and keeps no cookies."""

    def __init__(self, client, link: PlanLink, token: str):
        self.client, self.link, self.token = client, link, token

    def opens(self, path: str = "", **options):
        self.client.cookies.clear()
        return self.client.get(f"/plan/{self.token}{path}", **options)

    def says(self, spoken: str):
        self.client.cookies.clear()
        return self.client.post(f"/plan/{self.token}/answer", data={"spoken": spoken})


@pytest.fixture
def phone(client, shop) -> Phone:
    return Phone(client, *actions.create_link(shop.db, shop.journey, "ar", by=shop.as_("samira"), at=NOON))


def address_in(text: str) -> str:
    """The token that a page shows."""
    found = re.search(r"/plan/([\w-]{40,})", text)
    assert found
    return found.group(1)
