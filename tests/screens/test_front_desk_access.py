"""What the front desk refuses: other shops, other roles, odd input."""

import pytest
from sqlmodel import select

from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.people.people import actions as people
from tests.conftest import HTMX
from tests.world import NOON


@pytest.mark.parametrize("who", ["olaf", "fatima", "marleen", "anton", "petra"])
def test_other_shops_and_roles_cannot_see_or_move_a_visit_or_find_a_person(as_, world, who):
    visit = visits.register(world.db, world.hatice, by=world.actor(world.hanna), at=NOON)
    people.update_search_index(world.db, world.hatice)
    client = as_(getattr(world, who))
    for noun in ("conversation", "completion", "departure", "return", "mistake"):
        assert client.post(f"/visits/{visit.key}/{noun}").status_code == 404
    assert client.post("/door/visits", data={"person": world.hatice.key}).status_code == 404
    assert client.get(f"/people/{world.hatice.key}/details").status_code == 404
    assert "Hatice" not in client.post("/door", data={"q": "hatice"}, headers=HTMX).text
    assert "Hatice" not in client.get("/door").text


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800abc", "é" * 300, "x" * (1024 * 1024), "%00", "9" * 80])
@pytest.mark.parametrize(("url", "field"), [("/door", "q"), ("/door/people", "name"), ("/door/visits", "about")])
def test_odd_input_is_refused_or_saved_but_never_a_server_error(as_, world, url, field, odd):
    body = f"{field}=".encode() + odd.encode("utf-8", "surrogatepass").replace(b"%", b"%25")
    answer = as_(world.hanna).post(
        url, content=body, headers={"content-type": "application/x-www-form-urlencoded"}, follow_redirects=False
    )
    assert answer.status_code < 500


@pytest.mark.parametrize("key", ["x", "99999999999999999999999", "%00", "a" * 3000, "..%2f"])
def test_unknown_keys_are_not_found(as_, world, key):
    client = as_(world.hanna)
    assert client.post(f"/visits/{key}/completion").status_code == 404
    assert client.get(f"/people/{key}/details").status_code == 404


def test_an_unknown_field_changes_nothing(as_, world, db):
    typed = {"person": world.hatice.key, "shop_id": "2", "intention": "a"}
    assert as_(world.hanna).post("/door/visits", data=typed).status_code == 422
    assert db.exec(select(Visit)).all() == []
