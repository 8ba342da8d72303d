"""The access log of the privacy officer."""

import pytest

from app.audit.audit_log import log_read, set_actor
from app.audit.models import AuditKind
from tests.conftest import HTMX
from tests.world import NOON


def log_view(world, worker, person):
    actor = world.actor(worker)
    log_read(world.db, by=actor, at=NOON, subject="person", basis="front office of the shop", persons=[person.id])


def test_the_privacy_officer_reads_who_viewed_whom_and_why(world, as_):
    log_view(world, world.samira, world.hatice)
    page = as_(world.petra).get("/record")
    assert page.status_code == 200
    assert all(
        text in page.text for text in ("Samira Bouzid", "Hatice Yıldız", "front office of the shop", "Leerwerkloket")
    )


def test_the_log_can_be_filtered(world, as_):
    log_view(world, world.samira, world.hatice)
    log_view(world, world.joost, world.kwame)
    petra = as_(world.petra)
    by_name = petra.post("/record", data={"person": "hatice yild"}).text
    assert "Hatice" in by_name
    assert "Kwame" not in by_name
    narrow = {"worker": world.joost.key, "kind": "look", "day": "2026-03-03"}
    lines = petra.post("/record", data=narrow, headers=HTMX).text
    assert "Kwame" in lines
    assert "Hatice" not in lines
    assert "Kwame" not in petra.post("/record", data={"day": "2026-03-02"}, headers=HTMX).text


def test_a_change_shows_the_fields_but_not_their_values(world, as_):
    set_actor(world.db, world.actor(world.samira), NOON)
    world.hatice.street = "Zambesidreef"
    page = as_(world.petra).get("/record").text
    assert "street" in page
    assert "Zambesidreef" not in page


def test_reading_the_log_is_logged(world, as_):
    petra = as_(world.petra)
    petra.get("/record")
    assert "audit_entry" in petra.get("/record").text


def test_the_log_of_another_shop_is_not_shown(world, as_):
    olaf = world.actor(world.olaf)
    log_read(world.db, by=olaf, at=NOON, subject="person", basis="next door")
    assert "next door" not in as_(world.petra).get("/record").text


@pytest.mark.parametrize(
    "odd",
    [{"day": "31-31"}, {"page": "0"}, {"page": "9" * 30}, {"kind": "spy"}, {"x": "1"}, {"person": "a\x00"}],
)
def test_invalid_filters_are_refused(world, as_, odd):
    assert as_(world.petra).post("/record", data=odd).status_code == 422


def test_a_long_log_is_paginated(world, as_):
    actor = world.actor(world.samira)
    for n in range(60):
        log_read(world.db, by=actor, at=NOON, subject="person", basis=f"reason {n}.", kind=AuditKind.SEARCH)
    petra = as_(world.petra)
    first, second = (petra.post("/record", data={"kind": "search", "page": page}).text for page in (1, 2))
    assert "reason 59." in first
    assert "reason 59." not in second
    assert "reason 0." in second


def test_the_fragment_equals_that_block_of_the_page(world, as_):
    log_view(world, world.samira, world.hatice)
    petra, narrow = as_(world.petra), {"kind": "look", "worker": world.samira.key}
    block = petra.post("/record", data=narrow, headers=HTMX).text.strip()
    assert block in petra.post("/record", data=narrow).text


def test_only_the_privacy_officer_reads_the_log(world, as_):
    for worker in (world.samira, world.carla, world.anton, world.marleen, world.fatima, world.hanna):
        assert as_(worker).get("/record").status_code == 404


def test_the_log_shows_the_year_and_the_readers_language(world, as_):
    log_read(world.db, by=world.actor(world.carla), at=NOON, subject="past_step", basis="responsible organisation")
    petra = as_(world.petra)
    petra.cookies.set("language", "nl", domain="localhost.local")
    page = petra.get("/record").text
    assert "3\u00a0maart\u00a02026" in page
    assert "organisatie die verantwoordelijk is voor de bezoeker" in page
    assert ">responsible organisation<" not in page
