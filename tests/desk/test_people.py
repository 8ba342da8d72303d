"""My people: who is late comes first, nobody stays with who left; and how somebody is reached."""

from datetime import timedelta

from app.talks import actions as talks
from tests.world import NOON, TODAY


def test_late_steps_come_first_and_say_so(as_, world, journey):
    by = world.actor(world.samira)
    talk = talks.start_talk(world.db, world.kwame, by=by, at=NOON - timedelta(days=5))
    talks.finish_talk(
        world.db, talk, responsible=world.samira, next_what="Cv maken", next_on=TODAY - timedelta(days=3),
        by=by, at=NOON - timedelta(days=5),
    )  # fmt: skip
    text = as_(world.samira).get("/people").text
    assert text.index("Kwame Mensah") < text.index("Hatice")
    assert "3 dagen te laat" in text
    assert "3 dagen te laat" in as_(world.samira).get(f"/people/{world.kwame.key}").text
    assert '<span class="count">1</span>' in text


def test_the_coordinator_sees_whose_colleague_left_and_gives_them_somebody_new(as_, world, journey):
    assert "Samira" not in as_(world.joost).get("/people").text
    world.samira.disabled_at = NOON
    world.db.flush()
    client = as_(world.carla)
    assert "werkt hier niet meer" in client.get("/people").text
    client.post(f"/people/of/{world.samira.key}/departure", data={"to": world.joost.key})
    world.db.refresh(journey)
    assert journey.responsible_id == world.joost.id
    assert as_(world.joost).post(f"/people/of/{world.samira.key}/departure", data={}).status_code == 404


def test_who_works_at_the_door_corrects_contact_data(as_, world, journey):
    client, there = as_(world.hanna), f"/people/{world.hatice.key}/contact"
    assert 'value="Nigerdreef"' in client.get(there).text
    form = {"name": "Hatice Yıldız", "phone": "bel maar", "street": "Zambesidreef"}
    wrong = client.post(there, data=form)
    assert wrong.status_code == 422
    assert "Zambesidreef" in wrong.text
    assert client.post(there, data=form | {"phone": "0687654321"}).status_code == 200
    assert "Zambesidreef" in client.get(f"/people/{world.hatice.key}").text
    for who in (world.fatima, world.olaf, world.marleen):
        assert as_(who).get(there).status_code == 404
