"""My people: late steps first, the saved filter, new assignments; and contact details."""

import re
from datetime import timedelta

import pytest

from app.guidance.intakes import actions as talks
from app.guidance.journeys import actions
from app.guidance.journeys.models import SavedFilter, StepTaker
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions as step_plans_actions
from tests.conftest import HTMX
from tests.screens.large_caseload import add_large_caseload
from tests.statement_counter import counted
from tests.world import NOON, TODAY


def followed(world, person, worker, days, what="Cv maken"):
    """An open journey whose next step is `days` days from now."""
    by, then = world.actor(worker), NOON - timedelta(days=10)
    talk = talks.start_intake(world.db, person, by=by, at=then)
    return talks.finish_intake(
        world.db, talk, responsible=worker, next_what=what, next_on=TODAY + timedelta(days=days), by=by, at=then
    )


def headings(text: str) -> list[str]:
    return [re.sub(r"\s*<.*?>\s*", " ", found).strip() for found in re.findall(r"<h2>(.*?)</h2>", text, re.S)]


def test_late_steps_come_first_and_are_marked(as_, world, journey):
    followed(world, world.kwame, world.samira, -3)
    text = as_(world.samira).get("/people").text
    assert text.index("Kwame Mensah") < text.index("Hatice")
    assert headings(text) == ["Te laat 1", "Deze week 1"]
    assert "3 dagen te laat" in text
    assert "3 dagen te laat" in as_(world.samira).get(f"/people/{world.kwame.key}").text
    assert '<span class="count">1</span>' in text


def test_my_steps_in_a_colleagues_journey_are_listed_including_later_ones(as_, world, journey):
    by = world.actor(world.samira)
    for what, days in (("Joost belt de school", 2), ("Joost gaat mee", 9)):
        step = Step(what, TODAY + timedelta(days=days), world.joost)
        step_plans_actions.add_step(world.db, journey, step, by=by, at=NOON)
    text = as_(world.joost).get("/people").text
    assert ("Joost belt de school" in text, "Joost gaat mee" in text, "markeerstap" in text) == (True, True, False)
    assert "Vaste contactpersoon:" in text
    text = as_(world.samira).get("/people").text
    assert ("markeerstap" in text, "Joost belt de school" in text) == (True, False)


def test_the_saved_filter_follows_to_another_computer_and_everything_is_one_link_away(as_, world, journey):
    followed(world, world.kwame, world.samira, -3)
    client = as_(world.samira)
    assert client.post("/people/choice", data={"group": "late", "whose": "answers"}).status_code == 200
    for _visit in range(2):
        text = as_(world.samira).get("/people").text  # a separate session
        assert ("Kwame Mensah" in text, "Hatice" in text) == (True, False)
    assert 'href="/people?group=all"' in text
    assert "Hatice" in client.get("/people?group=all").text
    assert "Hatice" not in client.get("/people").text  # a filter for one request does not replace the saved one
    client.post("/people/choice", data={"group": "", "whose": ""})
    assert "Hatice" in client.get("/people").text


def test_reading_a_page_saves_nothing(as_, world, journey):
    as_(world.samira).get("/people?group=late")
    assert world.db.get(SavedFilter, (world.samira.id, world.shop.id, "people")) is None


def test_the_steps_filter_leaves_out_my_own_people(as_, world, journey):
    step_plans_actions.add_step(
        world.db,
        followed(world, world.kwame, world.joost, 5),
        Step("Samira kijkt mee", TODAY, world.samira),
        by=world.actor(world.joost),
        at=NOON,
    )
    client = as_(world.samira)
    client.post("/people/choice", data={"whose": "steps"})
    text = client.get("/people").text
    assert ("Samira kijkt mee" in text, "markeerstap" in text) == (True, False)


def test_a_step_with_a_later_step_is_done_in_one_press(as_, world, journey):
    by = world.actor(world.samira)
    later = Step("Open dag", TODAY + timedelta(days=20), world.samira, by=StepTaker.PERSON)
    step_plans_actions.add_step(world.db, journey, later, by=by, at=NOON)
    client = as_(world.samira)
    text = client.get("/people").text
    form = re.search(r'<form method="post" action="(/journeys/\w+/steps/\w+/done)".*?</form>', text, re.S)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.group()))
    answer = client.post(form.group(1), data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")
    world.db.refresh(journey)
    assert journey.next_what == "Open dag"


def test_the_last_step_of_a_plan_leads_to_a_page_for_the_next(as_, world, journey):
    client = as_(world.samira)
    there = f"/journeys/{journey.key}/steps/{journey.next_key}/done?back=people"
    assert f'href="{there}"' in client.get("/people").text
    assert client.get(there).status_code == 200


def test_a_new_assignment_shows_from_whom_and_why_until_it_is_acknowledged(as_, world, journey):
    actions.reassign(world.db, journey, world.joost, "Joost kent de buurt", by=world.actor(world.samira), at=NOON)
    client = as_(world.joost)
    text = client.get("/people").text
    assert "Nieuw bij jou" in text
    assert "van Samira Bouzid" in text
    assert "Joost kent de buurt" in text
    assert '<span class="count">1</span></a>' in text  # the navigation
    assert as_(world.samira).get("/people").text.count("Nieuw bij jou") == 0
    as_(world.samira).post(f"/journeys/{journey.key}/notice")  # not assigned to her
    client = as_(world.joost)
    assert "Nieuw bij jou" in client.get("/people").text
    assert client.post(f"/journeys/{journey.key}/notice", follow_redirects=False).status_code == 303
    assert "Nieuw bij jou" not in client.get("/people").text


def test_the_worker_who_made_the_change_gets_no_notice_of_it(as_, world, journey):
    actions.reassign(world.db, journey, world.joost, "Ik neem het over", by=world.actor(world.joost), at=NOON)
    assert "Nieuw bij jou" not in as_(world.joost).get("/people").text


def test_pages_follow_each_other_without_a_gap_or_a_name_in_the_link(as_, world):
    add_large_caseload(world, world.joost, 120)
    client, url, seen = as_(world.joost), "/people", []
    while url:
        text = client.get(url).text
        seen += re.findall(r"<bdi>(Bezoeker \d+)</bdi></a><bdi>", text.split("Langer dan vier weken stil</h2>")[0])
        more = re.search(r'<p id="more"><a class="btn plain" href="([^"]+)"', text)
        url = more and more.group(1).replace("&amp;", "&")
        assert not url or re.fullmatch(r"/people\?after=\d{8}-\d{6}-[a-z0-9]{16}", url)
    assert sorted(set(seen)) == sorted(f"Bezoeker {n:03}" for n in range(120))


def test_the_next_page_as_a_fragment_is_that_block_of_the_page(as_, world):
    add_large_caseload(world, world.joost, 120)
    client = as_(world.joost)
    url = re.search(r'id="more"><a class="btn plain" href="([^"]+)"', client.get("/people").text).group(1)
    key = re.compile(r'name="intention" value="\w+"')
    fragment, whole = (key.sub("", client.get(url, headers=h).text) for h in (HTMX, {}))
    assert fragment.strip()
    assert fragment in whole


@pytest.mark.parametrize("path", ["/people", "/people?group=silent", "/people?group=all&several=1"])
def test_a_worker_with_300_people_gets_a_page_in_twelve_statements(as_, world, path):
    """Counts every statement: the session, the audit log and the badges in the navigation."""
    asked = []
    for count, first in ((20, 0), (280, 20)):
        add_large_caseload(world, world.joost, count, first=first)
        client = as_(world.joost)
        world.db.expire_all()
        with counted(world.db) as found:
            assert client.get(path).status_code == 200
        asked.append(list(found))
    assert len(asked[1]) <= 12, "\n".join(asked[1])
    assert len(asked[0]) == len(asked[1])


def test_front_desk_workers_correct_contact_details(as_, world, journey):
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
