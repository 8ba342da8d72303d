"""Export and import of the directory of services (HSDS 3 of Open Referral)."""

import json

import pytest
from sqlmodel import select

from app.shop.lists.models import ListItem, ListName
from app.shop.partners.hsds.parser import MAX_BYTES
from app.shop.partners.models import Office, Partner, Service
from app.shop.partners.queries import active_partner
from tests.world import NOON

COLUMNS = (
    "name",
    "description",
    "for_whom",
    "topics",
    "languages",
    "area",
    "cost",
    "waiting_days",
    "opening",
    "address",
    "phone",
    "email",
    "url",
)


@pytest.fixture
def service(world) -> Service:
    """A service of DOCK with every field filled in."""
    dock = active_partner(world.db, world.shop.id, world.dock.id)
    debts = ListItem(shop_id=world.shop.id, list=ListName.OBSTACLE, code="money", name_nl="Geld", name_en="Money")
    world.db.add(debts)
    world.db.flush()
    made = Service(
        shop_id=world.shop.id,
        partner_id=dock.id,
        name="Rondkomen",
        description="Samen de post openen.",
        for_whom="wie krap zit",
        topics=[debts.key],
        languages=["nl", "tr"],
        area="Overvecht",
        cost="5 euro",
        waiting_days=3,
        opening="Dinsdag van 10 tot 12",
        address="Zamenhofdreef 1, Utrecht",
        phone="030 1234567",
        email="rondkomen@dock.nl",
        url="https://dock.nl/rondkomen",
        changed_at=NOON,
    )
    world.db.add(made)
    world.db.flush()
    return made


def exported(client) -> dict:
    return json.loads(client.get("/partners/export.json").content)


def upload(client, data):
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return client.post("/partners/import", files={"file": ("services.json", content, "application/json")})


def import_(client, data, *chosen, intention="one"):
    typed = {"content": json.dumps(data), "chosen": list(chosen), "intention": intention}
    return client.post("/partners/import/keeping", data=typed, follow_redirects=False)


def of_partner(world, organisation) -> list[Service]:
    partner = active_partner(world.db, world.shop.id, organisation.id)
    return list(world.db.exec(select(Service).where(Service.partner_id == partner.id)))


def test_an_export_has_everything_the_format_requires(as_, world, service):
    data = exported(as_(world.carla))
    (one,) = data["contents"]
    assert {"id", "name", "status", "organization_id"} <= set(one)
    assert {"id", "name", "description"} <= set(one["organization"])
    assert one["organization_id"] == one["organization"]["id"]
    assert [each["code"] for each in one["languages"]] == ["nl", "tr"]
    assert one["attributes"][0]["taxonomy_term"]["code"] == "obstacle:money"
    assert exported(as_(world.carla)) == data  # the same thing has the same id every time


def test_an_imported_export_is_unchanged(as_, world, service):
    client = as_(world.carla)
    data, before = exported(client), {name: getattr(service, name) for name in COLUMNS}
    data["contents"][0]["organization"]["name"] = "Elders"
    assert import_(client, data, "elders").status_code == 303
    made = world.db.exec(select(Service).where(Service.id != service.id)).one()
    assert {name: getattr(made, name) for name in COLUMNS} == before
    assert made.partner.office == Office.OUTSIDE
    assert made.partner.organisation.name == "Elders"


def test_a_second_import_updates_services_and_never_duplicates_them(as_, world, service):
    client = as_(world.carla)
    data = exported(client)
    data["contents"][0]["eligibility_description"] = "iedereen"
    import_(client, data, "dock")  # known by its name the first time
    data["contents"][0]["name"] = "Rondkomen en sparen"
    import_(client, data, "dock", intention="two")  # and by its id from then on
    import_(client, data, "dock", intention="two")
    (one,) = of_partner(world, world.dock)
    assert (one.name, one.for_whom, one.source_id) == ("Rondkomen en sparen", "iedereen", data["contents"][0]["id"])


def test_the_preview_shows_what_would_be_imported_and_stores_nothing(as_, world, service):
    client = as_(world.carla)
    data = exported(client)
    data["contents"].append({"id": "x", "name": "Wonen", "status": "active", "organization": {"name": "Elders"}})
    shown = upload(client, data).text
    assert "Aanbod bijwerken" in shown
    assert "Nieuw hier: toevoegen" in shown
    assert len(world.db.exec(select(Service)).all()) == 1
    import_(client, data)  # nothing ticked
    assert len(world.db.exec(select(Service)).all()) == 1
    assert "Elders" not in {p.organisation.name for p in world.db.exec(select(Partner))}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "dock"}, "Dit is geen mailadres."),
        ({"url": "javascript:alert(1)"}, "geen adres van een pagina"),
        ({"description": "BSN 111222333"}, "burgerservicenummer"),
        ({"name": ""}, "Vul dit in."),
        ({"organization": {}}, "welke organisatie dit biedt"),
        ({"status": "defunct"}, "wordt niet meer geboden"),
        ({"description": "x" * 2_001}, "te lang"),
        ({"organization": {"name": "BSN 111222333"}}, "burgerservicenummer"),
    ],
)
def test_errors_in_a_service_are_shown_and_only_that_service_is_skipped(as_, world, wrong, words):
    client = as_(world.carla)
    good = {"id": "a", "name": "Wonen", "status": "active", "organization": {"name": "DOCK"}}
    data = [good, good | {"id": "b", "name": "Anders"} | wrong]
    assert words in upload(client, data).text
    import_(client, data, "dock", "", "bsn 111222333")
    assert [s.name for s in of_partner(world, world.dock)] == ["Wonen"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Kies eerst een bestand."),
        (b"no json", "kan niet gelezen worden"),
        (b"[1]", "kan niet gelezen worden"),
        (b"\xff\xfe", "kan niet gelezen worden"),
        (b"[]", "geen diensten"),
        (b"[" * 100_000, "kan niet gelezen worden"),
        (b'["' + b"x" * MAX_BYTES + b'"]', "te groot"),
    ],
    ids=["empty", "words", "numbers", "bytes", "nothing", "deep", "large"],
)
def test_an_unreadable_file_is_refused_with_a_reason(as_, world, content, words):
    answer = upload(as_(world.carla), content)
    assert answer.status_code == 422
    assert words in answer.text


def test_organisations_with_services_can_be_imported_and_html_becomes_text(as_, world):
    data = [{"name": "DOCK", "services": [{"id": "a", "name": "Wonen", "description": "<p>Kom &amp; kijk</p>"}]}]
    import_(as_(world.carla), data, "dock")
    assert [(s.name, s.description) for s in of_partner(world, world.dock)] == [("Wonen", "Kom & kijk")]


def test_characters_that_a_database_refuses_do_no_harm(as_, world):
    client = as_(world.carla)
    data = [{"id": "a\x00\ud800", "name": "Wonen\ud800", "organization": {"name": "DOCK"}}]
    assert upload(client, data).status_code == 200
    assert import_(client, data, "dock").status_code == 303


def test_only_roles_that_manage_lists_can_export_or_import(as_, world, service):
    for worker in (world.samira, world.fatima, world.hanna, world.marleen):
        client = as_(worker)
        assert client.get("/partners/export.json").status_code == 404
        assert client.get("/partners/import").status_code == 404
        assert import_(client, [{"name": "Wonen"}], "dock").status_code == 404
    assert exported(as_(world.anton))["total_items"] == 1
