"""A tablet by the door of De Amazone, and a browser that becomes one."""

from app.core.ids import digest
from app.front_desk.kiosk import tablet_actions, tablet_session
from app.front_desk.kiosk.models import Tablet
from tests.world import NOON


def create_tablet(world, name="Bij de voordeur", shop=None) -> Tablet:
    """Made by Carla, and waiting for its code."""
    tablet = tablet_actions.create(world.db, name, by=world.actor(world.carla), at=NOON)
    if shop:
        tablet.shop_id = shop.id
        world.db.flush()
    return tablet


def pair_client(client, tablet, token: str):
    """The client is this tablet from now on, as if its code had been typed."""
    tablet.token_hash, tablet.seen_at = digest(token), NOON
    client.cookies.set(tablet_session.TABLET_COOKIE[1], token, domain="localhost.local")
    return client


def code_on(page) -> str:
    """The code that a page shows, as somebody types it over."""
    return page.text.split('class="pairing code" dir="ltr">')[1].split("<")[0]
