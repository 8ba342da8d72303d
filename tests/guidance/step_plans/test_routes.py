"""The pages of a step plan: steps are added, completed, moved and dropped once, by workers who may."""

from datetime import time, timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.guidance.journeys import actions, queries
from app.guidance.journeys.models import Journey, StepTaker
from app.guidance.journeys.step_models import PastStep, Step, StepResult
from app.guidance.step_plans import actions as step_plans_actions
from app.shop.partners.models import Partner
from tests.conftest import HTMX
from tests.guidance.conftest import TOMORROW
from tests.world import NOON, TODAY

LATER = TOMORROW + timedelta(days=7)


@pytest.fixture
def planned(world, journey):
    """A plan: Samen bellen tomorrow, then the ROC a week later."""
    step = Step("Naar het ROC", LATER, world.samira)
    return step_plans_actions.add_step(world.db, journey, step, by=world.actor(world.samira), at=NOON)


def of(journey, noun, key=None):
    return f"/journeys/{journey.key}/steps/{key or journey.next_key}/{noun}"


def form(journey, **typed):
    return {"version": journey.version, **typed}


def ahead(world, journey):
    world.db.expire_all()
    return [step.what for step in queries.planned_steps(world.db, world.db.get(Journey, journey.id))]


def behind(world):
    return [(row.what, row.result, row.reason) for row in world.db.exec(select(PastStep).order_by(PastStep.id))]


def test_the_page_of_a_person_shows_the_plan_and_who_takes_each_step(as_, world, planned):
    dock = world.dock
    step_plans_actions.add_step(
        world.db,
        planned,
        Step("Intake", LATER, world.samira, time(14), StepTaker.PARTNER, dock),
        by=world.actor(world.samira),
        at=NOON,
    )
    step_plans_actions.add_step(
        world.db,
        planned,
        Step("Moeder vragen", LATER, world.samira, by=StepTaker.PERSON),
        by=world.actor(world.samira),
        at=NOON,
    )
    text = as_(world.joost).get(f"/people/{world.hatice.key}").text
    plan = text[text.index('id="next"') : text.index('id="line"')]
    assert plan.index("Samen bellen") < plan.index("Intake") < plan.index("Naar het ROC") < plan.index("Stap erbij")
    assert "DOCK" in plan
    assert "<bdi>Hatice</bdi>" in plan[plan.index("Moeder vragen") :]
    assert "14.00" in plan


def test_a_step_is_completed_with_one_click_if_another_follows(as_, world, planned):
    client, url, sent = as_(world.joost), of(planned, "done"), form(planned, intention="eenmaal")
    for _press in range(2):
        answer = client.post(url, data=sent, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{world.hatice.key}")
    assert ahead(world, planned) == ["Naar het ROC"]
    assert behind(world) == [("Samen bellen", StepResult.DONE, "")]


def test_the_fragment_after_completing_equals_that_part_of_the_page(as_, world, planned):
    client = as_(world.samira)
    fragment = client.post(of(planned, "done"), data=form(planned), headers=HTMX).text
    assert "<html" not in fragment
    assert "Naar het ROC" in fragment
    shown, whole = (_without_keys(t) for t in (fragment, client.get(f"/people/{world.hatice.key}").text))
    assert shown.strip() in whole


def _without_keys(text):
    """The text without intention keys, which differ in every form."""
    return "\n".join(line for line in text.splitlines() if 'name="intention"' not in line)


def test_completing_the_only_step_asks_what_comes_next(as_, world, journey):
    client = as_(world.samira)
    answer = client.post(of(journey, "done"), data=form(journey), follow_redirects=False)
    assert answer.headers["location"] == of(journey, "done") + "?back=person"
    page = client.get(answer.headers["location"]).text
    assert "Wat komt erna?" in page
    assert f"/journeys/{journey.key}/end" in page
    typed = form(journey, when="fortnight", worker=world.samira.key, word="Ze belt terug")
    assert client.post(of(journey, "done"), data=typed).status_code == 422
    assert ahead(world, journey) == ["Samen bellen"]
    assert client.post(of(journey, "done"), data=typed | {"what": "Horen hoe het ging"}).status_code == 200
    assert ahead(world, journey) == ["Horen hoe het ging"]
    assert behind(world) == [("Samen bellen", StepResult.DONE, "Ze belt terug")]
    assert journey.next_on == TODAY + timedelta(days=14)


@pytest.mark.parametrize(("back", "there"), [("person", None), ("people", "/people")])
def test_completing_a_step_returns_to_the_page_where_it_was_clicked(as_, world, planned, back, there):
    answer = as_(world.samira).post(of(planned, "done"), data=form(planned, back=back), follow_redirects=False)
    assert answer.headers["location"] == (there or f"/people/{world.hatice.key}")


def test_a_return_page_outside_the_service_is_refused(as_, world, planned):
    answer = as_(world.samira).post(of(planned, "done"), data=form(planned, back="//evil.example"))
    assert answer.status_code == 422
    assert len(ahead(world, planned)) == 2


def test_a_step_is_taken_by_a_colleague_the_person_or_a_partner(as_, world, journey):
    client = as_(world.joost)
    dock = world.db.exec(select(Partner).where(Partner.organisation_id == world.dock.id)).one()
    sent = [
        {"what": "Cv maken", "by": "worker", "worker": world.joost.key, "minder": world.carla.key},
        {"what": "Zelf bellen", "by": "person", "worker": world.joost.key},
        {"what": "Intake", "by": "partner", "partner": dock.key, "minder": world.carla.key},
    ]
    for typed in sent:
        world.db.refresh(journey)
        answer = client.post(f"/journeys/{journey.key}/steps", data=form(journey, on=str(LATER), **typed))
        assert answer.status_code == 200
    found = {step.what: step for step in queries.planned_steps(world.db, journey)}
    assert found["Cv maken"].worker == world.joost
    assert (found["Zelf bellen"].by, found["Zelf bellen"].worker) == (StepTaker.PERSON, world.samira)
    assert (found["Intake"].organisation, found["Intake"].worker) == (world.dock, world.carla)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"what": ""}, "what"),
        ({"on": str(TODAY - timedelta(days=1))}, "on"),
        ({"worker": ""}, "worker"),
        ({"by": "partner"}, "partner"),
        ({"by": "partner", "partner": "nietbekend"}, "partner"),
        ({"by": "person", "minder": "nietbekend"}, "minder"),
        ({"by": "iemand"}, "by"),
    ],
)
def test_errors_appear_at_their_field_and_no_input_is_lost(as_, world, journey, typed, field):
    sent = form(journey, on=str(LATER), worker=world.samira.key, what="Cv maken", time="10:30") | typed
    answer = as_(world.samira).post(f"/journeys/{journey.key}/steps", data=sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="10:30"' in answer.text
    assert ahead(world, journey) == ["Samen bellen"]


def test_a_step_is_moved_and_the_third_time_the_page_asks_why(as_, world, journey):
    client = as_(world.samira)
    for days in (2, 3):
        assert "Waarom" not in client.get(of(journey, "move")).text
        client.post(of(journey, "move"), data=form(journey, on=str(TODAY + timedelta(days=days)), time="10:00"))
        world.db.refresh(journey)
    assert "al 2 keer verzet" in client.get(of(journey, "move")).text
    typed = form(journey, when="week")
    assert 'id="reason-error"' in client.post(of(journey, "move"), data=typed).text
    assert client.post(of(journey, "move"), data=typed | {"reason": "Kind ziek"}).status_code == 200
    world.db.refresh(journey)
    assert (journey.next_on, journey.next_time, journey.next_moved) == (TODAY + timedelta(days=7), None, 3)
    assert behind(world)[-1] == ("Samen bellen", StepResult.MOVED, "Kind ziek")


def test_moving_to_the_same_day_is_refused_and_a_double_click_moves_once(as_, world, journey):
    client = as_(world.samira)
    assert 'id="on-error"' in client.post(of(journey, "move"), data=form(journey, when="tomorrow")).text
    assert 'id="on-error"' in client.post(of(journey, "move"), data=form(journey, when="day")).text
    sent = form(journey, when="week", intention="eenmaal")
    assert [client.post(of(journey, "move"), data=sent).status_code for _press in range(2)] == [200, 200]
    world.db.refresh(journey)
    assert journey.next_moved == 1


def test_a_step_is_dropped_with_a_reason(as_, world, planned):
    client, key = as_(world.samira), queries.later_steps(world.db, planned.id)[0].key
    assert client.get(of(planned, "drop", key)).status_code == 200
    assert client.post(of(planned, "drop", key), data=form(planned)).status_code == 422
    assert client.post(of(planned, "drop", key), data=form(planned, word="Wil eerst werk")).status_code == 200
    assert ahead(world, planned) == ["Samen bellen"]
    assert behind(world) == [("Naar het ROC", StepResult.DROPPED, "Wil eerst werk")]


def test_the_only_step_is_not_dropped_without_another(as_, world, journey):
    client = as_(world.samira)
    assert client.post(of(journey, "drop"), data=form(journey, word="Lukt niet")).status_code == 422
    sent = form(journey, word="Lukt niet", what="Samen kijken", when="week", worker=world.samira.key)
    assert client.post(of(journey, "drop"), data=sent).status_code == 200
    assert ahead(world, journey) == ["Samen kijken"]


def test_a_click_on_an_outdated_page_is_refused(as_, world, planned):
    key, older = planned.next_key, form(planned)
    as_(world.joost).post(of(planned, "done"), data=older)
    client = as_(world.samira)
    for noun, typed in (("done", {}), ("drop", {"word": "Weg"}), ("move", {"when": "week"})):
        answer = client.post(of(planned, noun, key), data=older | typed)
        assert answer.status_code == 409
        assert "in de tussentijd" in answer.text or "intussen" in answer.text
    assert client.get(of(planned, "move", key)).status_code == 409
    assert client.post(of(planned, "move"), data=older | {"when": "fortnight"}).status_code == 409
    assert ahead(world, planned) == ["Naar het ROC"]


@pytest.mark.parametrize("who", ["hanna", "fatima", "karim", "marleen", "anton", "petra", "olaf"])
def test_workers_who_do_not_follow_a_person_plan_nothing(as_, world, planned, who):
    client = as_(getattr(world, who))
    for noun in ("done", "move", "drop", "calendar"):
        assert client.get(of(planned, noun)).status_code == 404
    for noun in ("done", "move", "drop"):
        assert client.post(of(planned, noun), data=form(planned, word="x", when="week")).status_code == 404
    assert client.post(f"/journeys/{planned.key}/steps", data=form(planned, what="x")).status_code == 404
    assert len(ahead(world, planned)) == 2


def test_nothing_is_planned_in_an_ended_journey(as_, world, planned, ends):
    key = planned.next_key
    actions.end(world.db, planned, kind=ends, by=world.actor(world.samira), at=NOON)
    client = as_(world.samira)
    assert client.get(of(planned, "done", key), follow_redirects=False).status_code == 303
    assert client.post(of(planned, "done", key), data=form(planned)).status_code == 409
    assert client.post(f"/journeys/{planned.key}/steps", data=form(planned, what="x", by="person")).status_code == 409


def test_every_read_of_a_step_is_logged(as_, world, journey):
    client = as_(world.joost)
    for path in (f"/journeys/{journey.key}/steps", *(of(journey, noun) for noun in ("done", "move", "drop"))):
        assert client.get(path).status_code == 200
    looks = world.db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).all()
    assert [(look.worker_id, look.person_id) for look in looks] == [(world.joost.id, world.hatice.id)] * 4


def test_the_responsible_partner_plans_steps(as_, world, at_dock):
    client = as_(world.dirk)
    sent = form(at_dock, what="Samen naar de markt", on=str(LATER), worker=world.dirk.key)
    assert client.post(f"/journeys/{at_dock.key}/steps", data=sent).status_code in (
        200,
        404,
    )  # 404: the person's page needs a consent
    assert ahead(world, at_dock) == ["Samen bellen", "Samen naar de markt"]
