"""Ending and reopening a journey: how it ended, the person's last word, and the workers who knew them."""

from datetime import timedelta

import pytest

from app.front_desk.visits import actions as visits
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.history_queries import last_responsible_workers, responsibility_periods
from app.guidance.journeys.models import StepTaker
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions as step_plans_actions
from app.handovers.disclosure.queries import person_view
from app.outcomes import actions
from app.screens.person.timeline_page_queries import TimelineKind, timeline_page
from tests.conftest import HTMX
from tests.guidance.conftest import open_journey
from tests.list_items import add_list_items
from tests.world import NOON, TODAY

LATER = NOON + timedelta(days=2)


@pytest.fixture
def items(world):
    return add_list_items(world)


@pytest.fixture
def journey(world, items):
    return open_journey(world)


@pytest.fixture
def ended(world, journey, items):
    """Samira was responsible; Joost took over and ended the journey."""
    by = world.actor(world.samira)
    journeys.reassign(world.db, journey, world.joost, "verlof", by=by, at=NOON)
    actions.end_journey(
        world.db,
        journey,
        kind=items["moved"],
        word="Naar Zwolle",
        last_word="Ik durf nu zelf te bellen",
        by=world.actor(world.joost),
        at=NOON + timedelta(hours=1),
    )
    return journey


def test_the_end_form_asks_for_the_last_word_and_lists_the_steps_that_end_too(as_, world, journey, items):
    by = world.actor(world.samira)
    step_plans_actions.add_step(
        world.db, journey, Step("Naar de open dag", TODAY + timedelta(days=9), world.samira), by=by, at=NOON
    )
    client, url = as_(world.samira), f"/journeys/{journey.key}/end"
    page = client.get(url).text
    for words in ("Naar de open dag", journey.next_what, "Wat zegt Hatice er zelf over?", "kan weer open"):
        assert words in page
    form = {"kind": items["moved"].key, "word": "Zwolle", "last_word": "x" * 1001, "version": journey.version}
    refused = client.post(url, data=form)
    assert refused.status_code == 422
    assert "x" * 1001 in refused.text
    assert client.post(url, data=form | {"last_word": "Het was goed zo"}).status_code == 200
    world.db.refresh(journey)
    assert (journey.last_word, journey.end_word, journey.ended_by_id) == ("Het was goed zo", "Zwolle", world.samira.id)


def test_the_page_of_an_ended_journey_shows_how_it_ended_by_whom_and_who_knew_the_person(as_, world, ended):
    page = as_(world.carla).get(f"/people/{world.hatice.key}").text
    texts = ("Verhuisd, 3 maart 2026", "Naar Zwolle", "Ik durf nu zelf te bellen", "Afgerond door", "Wie Hatice kent")
    for words in texts:
        assert words in page
    assert page.index("Joost Visser", page.index("Wie Hatice kent")) < page.index(
        "Samira Bouzid", page.index("Wie Hatice kent")
    )
    assert f"/journeys/{ended.key}/reopening" in page


def test_each_worker_who_knew_the_person_is_listed_once_with_dates(world, ended):
    knew = responsibility_periods(world.db, world.hatice.id)
    assert [one.worker for one in knew] == [world.joost, world.samira]
    assert [one.organisation for one in knew] == [world.uwv, world.leerwerkloket]
    assert (knew[0].since, knew[0].until) == (NOON, NOON + timedelta(hours=1))


def test_reopening_lists_workers_who_knew_the_person_first(as_, world, ended):
    page = as_(world.carla).get(f"/journeys/{ended.key}/reopening").text
    choices = page[page.index("<select") :]
    assert choices.index("Joost Visser") < choices.index("Samira Bouzid") < choices.index("Carla Post")
    for words in ("Hoe het de vorige keer afliep", "Naar Zwolle", "Ik durf nu zelf te bellen", "Wie Hatice kent"):
        assert words in page
    world.joost.disabled_at = NOON
    world.db.flush()
    page = as_(world.carla).get(f"/journeys/{ended.key}/reopening").text
    assert "Joost Visser" not in page[page.index("<select") : page.index("</select>")]
    assert "werkt hier niet meer" in page


def test_the_timeline_keeps_every_ending_and_every_reopening(as_, world, ended, items):
    by = world.actor(world.samira)
    journeys.reopen(
        world.db, ended, responsible=world.samira, next_what="Bellen", next_on=LATER.date(), by=by, at=LATER
    )
    actions.end_journey(world.db, ended, kind=items["moved"], last_word="Nu echt", by=by, at=LATER + timedelta(hours=1))
    journeys.reopen(
        world.db,
        ended,
        responsible=world.joost,
        next_what="Bellen",
        next_on=LATER.date(),
        by=by,
        at=LATER + timedelta(hours=2),
    )
    view = person_view(world.db, by, world.hatice.key, LATER)
    rows = timeline_page(world.db, view, TimelineKind.ANSWERING).rows
    assert [row.said or row.code for row in rows] == [
        "reopened",
        "Nu echt",
        "reopened",
        "Ik durf nu zelf te bellen",
        "reassigned",
        "opened",
    ]
    page = as_(world.carla).get(f"/people/{world.hatice.key}").text
    for words in ("Nu echt", "Ik durf nu zelf te bellen", "Naar Zwolle", "traject heropend met Joost Visser"):
        assert words in page


def test_the_front_desk_shows_that_a_visitor_was_here_before(as_, world, ended):
    visits.register(world.db, world.hatice, by=world.actor(world.hanna), at=NOON)
    assert last_responsible_workers(world.db, [world.hatice.id, world.kwame.id]) == {world.hatice.id: world.joost}
    assert "was hier eerder, bij Joost Visser" in as_(world.samira).get("/door").text
    assert "was hier eerder" not in as_(world.hanna).get("/door").text  # who was responsible is part of the story


def test_a_person_with_an_open_journey_is_not_shown_as_returning(world, journey):
    assert last_responsible_workers(world.db, [world.hatice.id]) == {}


def test_a_journey_can_end_while_a_partner_has_the_next_step(as_, world, journey, items):
    by = world.actor(world.samira)
    first = Step("Belt DOCK", TODAY, world.samira, by=StepTaker.PARTNER, organisation=world.dock)
    step_plans_actions.add_step(world.db, journey, first, by=by, at=NOON)
    assert journey.next_by == StepTaker.PARTNER
    form = {"kind": items["moved"].key, "version": journey.version}
    assert as_(world.samira).post(f"/journeys/{journey.key}/end", data=form).status_code == 200
    world.db.refresh(journey)
    assert not journey.is_open


def test_a_journey_never_ends_because_time_passes(as_, world, journey):
    """A step that is a year overdue is late; the journey stays open and somebody is still responsible."""
    journey.next_on = TODAY - timedelta(days=365)
    world.db.flush()
    page = as_(world.samira).get(f"/people/{world.hatice.key}").text
    assert "365 dagen te laat" in page
    world.db.refresh(journey)
    assert journey.is_open


@pytest.mark.parametrize("path", ["end", "reopening"])
def test_the_fragment_equals_that_block_of_the_page(as_, world, journey, items, path):
    if path == "reopening":
        journeys.end(world.db, journey, kind=items["moved"], by=world.actor(world.samira), at=NOON)
    client, url = as_(world.samira), f"/journeys/{journey.key}/{path}"
    first, second = client.get(url, headers=HTMX).text, client.get(url).text

    def without_intention(text):
        return [line for line in text.strip().splitlines() if 'name="intention"' not in line]

    assert "\n".join(without_intention(first)) in "\n".join(without_intention(second))
