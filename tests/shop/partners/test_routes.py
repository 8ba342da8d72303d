import pytest
from sqlmodel import select

from app.accounts.models import Organisation
from app.shop.partners.known_organisations import known_organisations
from app.shop.partners.models import Office, Partner
from app.shop.partners.queries import active_partner, active_partners

TYPED = {"intention": "abc", "name": "De Geldzaak (U-centraal)", "office": "outside", "offers": "rondkomen"}


def add(client, **fields):
    return client.post("/organisations", data=TYPED | fields, follow_redirects=False)


def test_the_list_of_known_organisations_is_complete():
    assert len(known_organisations()) == 14
    assert {o.name for o in known_organisations() if o.office == Office.FRONT} == {
        "Werk en Inkomen",
        "UWV",
        "Leerwerkloket",
    }
    assert all(o.offers for o in known_organisations())


def test_an_organisation_is_added_from_the_list_once_and_then_no_longer_offered(as_, world):
    client = as_(world.anton)
    assert "De Geldzaak" in client.get("/organisations").text
    assert add(client).status_code == add(client).status_code == 303
    added = [p for p in active_partners(world.db, world.shop.id) if p.organisation.name.startswith("De Geldzaak")]
    assert [(p.office, p.offers) for p in added] == [(Office.OUTSIDE, "rondkomen")]
    assert client.get("/organisations").text.count('value="De Geldzaak (U-centraal)"') == 0


def test_an_organisation_that_is_already_a_partner_is_refused_at_the_field(as_, world):
    answer = add(as_(world.anton), name="dock")
    assert answer.status_code == 422
    assert "DOCK staat al op de lijst." in answer.text


def test_an_organisation_of_another_shop_is_shared(as_, world):
    world.db.add(Organisation(name="Taal Doet Meer"))
    world.db.flush()
    add(as_(world.anton), name="taal doet meer")
    assert len(world.db.exec(select(Organisation).where(Organisation.name == "Taal Doet Meer")).all()) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"name": ""}, "Vul dit in."), ({"office": "attic"}, "Kies een van deze."), ({"offers": "x" * 201}, "te lang")],
)
def test_errors_are_shown_at_the_field(as_, world, fields, words):
    answer = add(as_(world.anton), **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_what_a_partner_offers_can_be_changed(as_, world):
    dock = active_partner(world.db, world.shop.id, world.dock.id)
    client = as_(world.anton)
    client.post(f"/organisations/{dock.key}", data={"office": "back", "offers": "ontmoeting", "languages": "Turks"})
    world.db.refresh(dock)
    assert (dock.offers, dock.languages) == ("ontmoeting", "Turks")
    assert "Spreekt: Turks" in client.get("/organisations").text


def test_a_retired_partner_cannot_be_chosen_until_it_is_restored(as_, world):
    dock = active_partner(world.db, world.shop.id, world.dock.id)
    client = as_(world.anton)
    client.post(f"/organisations/{dock.key}/retirement")
    assert world.dock.id not in {p.organisation_id for p in active_partners(world.db, world.shop.id)}
    assert world.dock.key not in client.get("/workers").text  # and nobody of it can be invited
    client.post(f"/organisations/{dock.key}/return")
    assert world.dock.id in {p.organisation_id for p in active_partners(world.db, world.shop.id)}


def test_partners_of_another_shop_are_not_found(as_, world):
    theirs = Partner(shop_id=world.other_shop.id, organisation_id=world.uwv.id, office=Office.FRONT)
    world.db.add(theirs)
    world.db.flush()
    client = as_(world.anton)
    assert client.get(f"/organisations/{theirs.key}").status_code == 404
    for way in ("", "/retirement", "/return"):
        assert client.post(f"/organisations/{theirs.key}{way}", data={"office": "back"}).status_code == 404
