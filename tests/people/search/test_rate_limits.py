"""Searches are limited, far above what anybody types (TRUST 12)."""

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.front_desk.visits import actions as visits
from app.people.people import actions, search_log
from tests.conftest import HTMX
from tests.world import NOON


def use_up_limit(db, worker):
    while search_log.allow_search(db, worker.id, at=NOON):
        pass


@pytest.mark.parametrize("way", ["/door", "/people/{key}/links/new"])
def test_searching_like_a_machine_is_refused_and_logged(as_, world, db, way):
    actions.update_search_index(db, world.kwame)
    use_up_limit(db, world.carla)
    client = as_(world.carla)
    answer = client.post(way.format(key=world.hatice.key), data={"q": "kwame"}, headers=HTMX)
    assert answer.status_code == 429
    assert "Wacht een minuut" in answer.text
    assert "Kwame Mensah" not in answer.text
    line = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.REFUSAL)).one()
    assert (line.worker_id, line.what) == (world.carla.id, "searched too often")


def test_a_colleague_is_not_affected_by_the_limit(as_, world, db):
    actions.update_search_index(db, world.kwame)
    use_up_limit(db, world.carla)
    assert "Kwame Mensah" in as_(world.hanna).post("/door", data={"q": "kwame"}, headers=HTMX).text


def test_typing_never_reaches_the_limit(db):
    """A letter every 0.4 seconds for a minute."""
    assert all(search_log.allow_search(db, 1, at=NOON) for _letter in range(150))


@pytest.mark.parametrize("way", ["/door/people", "/visits/{key}/naming/people"])
def test_finding_matches_for_a_new_person_counts_as_a_search(as_, world, db, way):
    actions.update_search_index(db, world.hatice)
    visit = visits.register(db, None, by=world.actor(world.carla), at=NOON)
    use_up_limit(db, world.carla)
    typed = {"name": "Hatice Yildiz", "intention": "a"}
    answer = as_(world.carla).post(way.format(key=visit.key), data=typed)
    assert answer.status_code == 429
    assert "Wacht een minuut" in answer.text
    assert "Hatice Yıldız" not in answer.text
    assert 'value="Hatice Yildiz"' in answer.text  # nothing typed is lost
    line = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.REFUSAL)).one()
    assert line.what == "searched too often"
