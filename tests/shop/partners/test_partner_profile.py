"""The profile of a partner, which only its own workers can edit."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.shop.lists.models import ListItem, ListName
from app.shop.partners import languages
from app.shop.partners.models import PartnerClosure, Service
from app.shop.partners.queries import active_partner
from tests.conftest import HTMX
from tests.world import NOON, TODAY

TYPED = {"intention": "one", "name": "Rondkomen", "for_whom": "wie krap zit", "waiting_days": "3"}


@pytest.fixture
def debts(world) -> ListItem:
    item = ListItem(shop_id=world.shop.id, list=ListName.OBSTACLE, code="debts", name_nl="geldzorgen", name_en="debts")
    world.db.add(item)
    world.db.flush()
    return item


@pytest.fixture
def dock(world):
    return active_partner(world.db, world.shop.id, world.dock.id)


@pytest.fixture
def service(world, dock) -> Service:
    made = Service(shop_id=world.shop.id, partner_id=dock.id, name="Rondkomen", changed_at=NOON)
    world.db.add(made)
    world.db.flush()
    return made


def post(client, path, **fields):
    return client.post(path, data=fields, follow_redirects=False)


def test_a_service_is_added_once_and_shown_on_the_profile(as_, world, dock, debts):
    client = as_(world.fatima)
    typed = TYPED | {"topics": [debts.key], "languages": ["tr", "ti"], "url": "dock.nl/rondkomen"}
    assert post(client, "/window/services", **typed).status_code == 303
    assert post(client, "/window/services", **typed).status_code == 303  # the same press, sent twice
    made = world.db.exec(select(Service)).one()
    assert (made.partner_id, made.topics, made.languages) == (dock.id, [debts.key], ["tr", "ti"])
    assert made.url == "https://dock.nl/rondkomen"
    shown = client.get("/window").text
    assert "Helpt met geldzorgen." in shown
    assert "Spreekt Turks en Tigrinya." in shown
    assert "Het eerste gesprek is binnen 3 dagen." in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Vul dit in."),
        ({"topics": ["nowhere"]}, "Kies onderwerpen uit de lijst van deze winkel."),
        ({"languages": ["xxq"]}, "Kies talen uit de lijst."),
        ({"email": "dock"}, "Dit is geen mailadres."),
        ({"url": "javascript:alert(1)"}, "Dit is geen adres van een pagina."),
        ({"phone": "bel"}, "telefoonnummer"),
        ({"description": "Haar BSN is 111222333"}, "burgerservicenummer"),
        ({"waiting_days": "-1"}, "kan hier niet"),
    ],
)
def test_errors_are_shown_at_the_field_and_the_input_is_kept(as_, world, fields, words):
    answer = post(as_(world.fatima), "/window/services", **TYPED | fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "wie krap zit" in answer.text
    assert world.db.exec(select(Service)).all() == []


def test_a_second_colleague_sees_a_change_before_overwriting_it(as_, world, service):
    client, seen = as_(world.fatima), (NOON - timedelta(minutes=5)).isoformat()
    answer = post(client, f"/window/services/{service.key}", name="Sparen", seen=seen)
    assert answer.status_code == 422
    assert "Een collega heeft dit veranderd terwijl je typte." in answer.text
    assert service.name == "Rondkomen"
    assert post(client, f"/window/services/{service.key}", name="Sparen", seen=NOON.isoformat()).status_code == 303
    assert service.name == "Sparen"


def test_a_retired_topic_stays_with_services_that_have_it(as_, world, service, debts):
    service.topics, debts.retired_at = [debts.key], NOON
    client = as_(world.fatima)
    assert "geldzorgen" in client.get(f"/window/services/{service.key}").text
    kept = {"name": "Rondkomen", "topics": [debts.key], "seen": NOON.isoformat()}
    assert post(client, f"/window/services/{service.key}", **kept).status_code == 303
    assert "geldzorgen" not in client.get("/window/services/new").text


def test_a_service_can_be_retired_and_restored(as_, world, service):
    client = as_(world.fatima)
    post(client, f"/window/services/{service.key}/retirement")
    assert service.retired_at == NOON
    post(client, f"/window/services/{service.key}/return")
    assert service.retired_at is None


def test_other_partners_and_roles_that_receive_no_handovers_cannot_edit_the_profile(as_, world, service):
    client = as_(world.karim)
    assert client.get(f"/window/services/{service.key}").status_code == 404
    for way in ("", "/retirement", "/return"):
        assert post(client, f"/window/services/{service.key}{way}", name="Ours").status_code == 404
    for worker in (world.hanna, world.anton, world.marleen):
        assert as_(worker).get("/window").status_code == 404
    assert service.name == "Rondkomen"


def test_room_and_the_day_until_which_it_is_full_are_stored(as_, world, dock):
    client = as_(world.fatima)
    assert post(client, "/window/capacity", room="3", full_until="").status_code == 303
    assert (dock.room, dock.full_until) == (3, None)
    assert post(client, "/window/capacity", room="", full_until="2026-04-01").status_code == 303
    assert (dock.room, dock.full_until) == (None, date(2026, 4, 1))
    answer = post(client, "/window/capacity", room="", full_until=TODAY.isoformat())
    assert answer.status_code == 422
    assert "Kies een dag na vandaag." in answer.text


def test_a_closure_is_added_once_and_can_be_removed(as_, world, dock):
    client = as_(world.fatima)
    days = {"intention": "away", "first": "2026-07-20", "last": "2026-07-31", "word": "zomervakantie"}
    post(client, "/window/closures", **days)
    post(client, "/window/closures", **days)
    closure = world.db.exec(select(PartnerClosure)).one()
    assert (closure.partner_id, closure.first, closure.last) == (dock.id, date(2026, 7, 20), date(2026, 7, 31))
    assert "20 juli 2026 tot en met 31 juli 2026" in client.get("/window").text
    assert post(as_(world.karim), f"/window/closures/{closure.key}/removal").status_code == 404
    post(as_(world.fatima), f"/window/closures/{closure.key}/removal")
    assert world.db.exec(select(PartnerClosure)).all() == []


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-07-20", "2026-07-19", "De laatste dag ligt voor de eerste."),
        ("2026-02-20", "", "Deze dagen zijn al geweest."),
        ("soon", "", "Dit is geen datum."),
    ],
)
def test_invalid_days_are_refused_with_a_reason(as_, world, first, last, words):
    answer = post(as_(world.fatima), "/window/closures", first=first, last=last)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_profile_can_be_confirmed_in_one_click(as_, world, dock):
    client = as_(world.fatima)
    assert "Niemand van jullie heeft dit nog bevestigd." in client.get("/window").text
    post(client, "/window/confirmation")
    assert dock.fresh_at == NOON
    assert "Iemand van jullie bevestigde dit het laatst op 3 maart 2026." in client.get("/window").text


def test_the_fragment_equals_its_block_of_the_page(as_, world, service):
    client = as_(world.fatima)
    part = client.get("/window", headers=HTMX).text
    assert "<html" not in part
    assert "Rondkomen" in part
    assert part.split("<form")[0].strip() in client.get("/window").text


def test_languages_are_found_in_free_text():
    assert languages.codes_in("Turks, een beetje Nederlands") == {"tr", "nl"}
    assert languages.codes_in("Arabic and Dari") == {"ar", "fa"}
    assert languages.codes_in("kan goed koken") == set()
