"""The partners of the shop with their services, and the search for one that can help."""

from datetime import timedelta

import pytest

from app.shop.partners.models import Service
from app.shop.partners.queries import active_partner
from tests.conftest import HTMX
from tests.world import NOON


@pytest.fixture
def offered(shop):
    """Pozitive has a service about debts in Turkish; DOCK has a text about home visits."""
    db, world = shop.world.db, shop.world
    pozitive = active_partner(db, world.shop.id, world.pozitive.id)
    dock = active_partner(db, world.shop.id, world.dock.id)
    dock.offers, dock.languages, dock.fresh_at = "huisbezoek", "Arabisch", NOON - timedelta(days=40)
    db.add(
        Service(
            shop_id=world.shop.id,
            partner_id=pozitive.id,
            name="Orde in je geldzaken",
            topics=[shop.debts.key],
            languages=["tr"],
            changed_at=NOON,
        )
    )
    db.flush()
    return shop


@pytest.mark.parametrize(
    ("asked", "pozitive", "dock"),
    [
        ({}, True, True),
        ({"tongue": "tr"}, True, False),
        ({"tongue": "ar"}, False, True),
        ({"words": "HUISBEZOEK dock"}, False, True),
        ({"words": "geldzaken"}, True, False),
        ({"words": "zwemmen"}, False, False),
        ({"topic": "nowhere"}, False, False),
    ],
)
def test_partners_are_found_by_subject_language_and_words(as_, offered, asked, pozitive, dock):
    shown = as_(offered.world.samira).get("/partners", params=asked, headers=HTMX).text
    assert ("<bdi>Pozitive</bdi>" in shown, "<bdi>DOCK</bdi>" in shown) == (pozitive, dock)


def test_a_subject_finds_the_services_that_cover_it(as_, offered):
    shown = as_(offered.world.samira).get("/partners", params={"topic": offered.debts.key}, headers=HTMX).text
    assert "<bdi>Pozitive</bdi>" in shown
    assert "Helpt met geldzorgen." in shown
    assert "<bdi>DOCK</bdi>" not in shown


def test_it_shows_who_is_here_and_how_old_a_profile_is(as_, offered):
    offered.present(offered.world.fatima)
    shown = as_(offered.world.samira).get("/partners").text
    assert "nu in huis: Fatima Amrani" in shown
    assert "Niet nagekeken sinds 22 januari 2026." in shown


def test_workers_who_may_not_hand_over_get_no_page(as_, world):
    for worker in (world.hanna, world.anton, world.marleen):
        assert as_(worker).get("/partners").status_code == 404
