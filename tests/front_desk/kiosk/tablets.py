"""Creates a tablet at De Amazone and pairs a client with it."""

from app.core.ids import digest
from app.front_desk.kiosk import tablet_actions, tablet_session
from app.front_desk.kiosk.models import Tablet
from tests.world import NOON


def create_tablet(world, name="Bij de voordeur", shop=None) -> Tablet:
    """A tablet created by Carla, not paired yet."""
    tablet = tablet_actions.create(world.db, name, by=world.actor(world.carla), at=NOON)
    if shop:
        tablet.shop_id = shop.id
        world.db.flush()
    return tablet


def pair_client(client, tablet, token: str):
    """Makes the client this tablet, as if its code had been typed."""
    tablet.token_hash, tablet.seen_at = digest(token), NOON
    client.cookies.set(tablet_session.TABLET_COOKIE[1], token, domain="localhost.local")
    return client


def code_on(page) -> str:
    """The pairing code shown on a page."""
    return page.text.split('class="pairing code" dir="ltr">')[1].split("<")[0]
