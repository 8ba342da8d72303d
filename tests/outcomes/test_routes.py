"""Results: recorded once, stopped, marked as a mistake; and a journey that ends with one."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.core.state_machine import Refused
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import ResponsibilityReason
from app.handovers.consents.models import Consent
from app.handovers.lifecycle.models import Handover, State
from app.outcomes import actions, queries, rules
from app.outcomes.models import Outcome, Source
from tests.conftest import HTMX
from tests.guidance.conftest import open_journey
from tests.list_items import add_list_items
from tests.world import NOON, TODAY


@pytest.fixture
def items(world):
    return add_list_items(world)


@pytest.fixture
def journey(world, items):
    return open_journey(world)


def handover(world, journey, state):
    consent = Consent(
        person_id=journey.person_id,
        organisation_id=world.dock.id,
        wording="1",
        asked_by_id=world.samira.id,
        given_at=NOON,
        sections=["wishes"],
        until=TODAY + timedelta(days=90),
    )
    world.db.add(consent)
    world.db.flush()
    row = Handover(
        journey_id=journey.id,
        person_id=journey.person_id,
        shop_id=journey.shop_id,
        sender_id=world.samira.id,
        receiver_id=world.dock.id,
        question="Kun je helpen?",
        state=state,
        made_at=NOON,
        offered_at=NOON,
        shared=["wishes"],
        consent_id=consent.id,
    )
    world.db.add(row)
    world.db.flush()
    return row


def form_fields(items, **more):
    return {"kind": items["paid-work"].key, "starts_on": "2026-03-02", "hours": "24", "source": "paper"} | more


def test_a_result_is_recorded_once_with_when_and_how_we_know(as_, world, journey, items):
    client = as_(world.samira)
    for _time in range(2):
        answer = client.post(f"/journeys/{journey.key}/outcomes", data=form_fields(items, intention="resultaat-een"))
        assert answer.status_code == 200
    outcome = world.db.exec(select(Outcome)).one()
    assert (outcome.hours, outcome.source, outcome.kind.code) == (24, Source.PAPER, "paid-work")
    assert "Betaald werk" in client.get(f"/people/{world.hatice.key}").text


def test_after_outflow_the_worker_chooses_to_end_the_journey_or_to_stay_in_touch(as_, world, journey, items):
    client = as_(world.samira)
    answer = client.post(f"/journeys/{journey.key}/outcomes", data=form_fields(items))
    assert f"/journeys/{journey.key}/end?kind={items['paid-work'].key}" in answer.text
    step = client.post(f"/journeys/{journey.key}/outcomes", data=form_fields(items, kind=items["course"].key))
    assert str(step.url).endswith(f"/people/{world.hatice.key}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "nothing"),
        ("starts_on", ""),
        ("starts_on", "31-31-2026"),
        ("starts_on", "1926-03-02"),
        ("starts_on", "2028-01-01"),
        ("hours", "200"),
        ("hours", "0"),
        ("hours", "veel"),
        ("source", "gossip"),
        ("source", "register"),
        ("where", "111222333"),
        ("where", "a" * 201),
    ],
)
def test_an_invalid_value_gets_an_error_at_its_field(as_, world, journey, items, field, value):
    answer = as_(world.samira).post(f"/journeys/{journey.key}/outcomes", data=form_fields(items, **{field: value}))
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert world.db.exec(select(Outcome)).all() == []


def test_ways_to_end_a_journey_and_retired_kinds_cannot_be_recorded_as_results(as_, world, journey, items):
    client = as_(world.samira)
    items["internship"].retired_at = NOON
    world.db.flush()
    for code in ("moved", "internship"):
        answer = client.post(f"/journeys/{journey.key}/outcomes", data=form_fields(items, kind=items[code].key))
        assert answer.status_code == 422
        assert items[code].key not in client.get(f"/journeys/{journey.key}/outcomes").text


def test_a_partner_records_results_only_for_its_own_work(as_, world, journey, items):
    client = as_(world.fatima)
    assert client.get(f"/journeys/{journey.key}/outcomes").status_code == 404
    row = handover(world, journey, State.OFFERED)
    assert client.post(f"/journeys/{journey.key}/outcomes", data=form_fields(items)).status_code == 404
    row.state = State.RUNNING
    world.db.flush()
    assert client.get(f"/journeys/{journey.key}/outcomes").status_code == 200
    by = world.actor(world.fatima)
    outcome = actions.record(world.db, journey, kind=items["paid-work"], starts_on=TODAY, by=by, at=NOON)
    assert outcome.organisation_id == world.dock.id
    with pytest.raises(Refused, match=rules.NOT_RESPONSIBLE):
        actions.record(world.db, journey, kind=items["course"], starts_on=TODAY, by=world.actor(world.karim), at=NOON)


def test_a_responsible_partner_records_a_result_and_ends_the_journey(as_, world, journey, items):
    by = world.actor(world.samira)
    journeys.move_responsibility(world.db, journey, world.fatima, ResponsibilityReason.TRANSFER, by=by, at=NOON)
    client = as_(world.fatima)
    client.post(f"/journeys/{journey.key}/outcomes", data=form_fields(items))
    form = {"kind": items["paid-work"].key, "version": journey.version}
    answer = client.post(f"/journeys/{journey.key}/end", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/people"
    assert client.get(f"/people/{world.hatice.key}").status_code == 404


def test_an_outflow_end_needs_its_result(as_, world, journey, items):
    client = as_(world.samira)
    form = {"kind": items["paid-work"].key, "version": journey.version}
    answer = client.post(f"/journeys/{journey.key}/end", data=form)
    assert answer.status_code == 422
    client.post(f"/journeys/{journey.key}/outcomes", data=form_fields(items))
    assert client.post(f"/journeys/{journey.key}/end", data=form).status_code == 200
    world.db.refresh(journey)
    assert not journey.is_open
    page = client.get(f"/people/{world.hatice.key}").text
    assert f"/journeys/{journey.key}/reopening" in page


def test_reopening_from_the_page(as_, world, journey, items):
    client = as_(world.samira)
    client.post(f"/journeys/{journey.key}/end", data={"kind": items["moved"].key, "version": journey.version})
    form = {"what": "Bijpraten", "when": "tomorrow", "worker": world.joost.key}
    assert client.post(f"/journeys/{journey.key}/reopening", data=form | {"worker": ""}).status_code == 422
    assert client.post(f"/journeys/{journey.key}/reopening", data=form).status_code == 200
    world.db.refresh(journey)
    assert (journey.is_open, journey.responsible_id) == (True, world.joost.id)


def test_a_journey_does_not_end_without_a_kind(as_, world, journey):
    answer = as_(world.samira).post(f"/journeys/{journey.key}/end", data={"version": journey.version})
    assert answer.status_code == 422
    assert journey.is_open


def test_a_journey_does_not_end_while_an_offer_is_open(as_, world, journey, items):
    handover(world, journey, State.OFFERED)
    form = {"kind": items["moved"].key, "version": journey.version}
    answer = as_(world.samira).post(f"/journeys/{journey.key}/end", data=form)
    assert answer.status_code == 409
    assert "DOCK" in answer.text
    world.db.refresh(journey)
    assert journey.is_open


def recorded_outcome(world, journey, items):
    by = world.actor(world.samira)
    return actions.record(world.db, journey, kind=items["paid-work"], starts_on=TODAY, by=by, at=NOON)


def test_a_result_that_stopped_stays_on_record(as_, world, journey, items):
    outcome = recorded_outcome(world, journey, items)
    client = as_(world.samira)
    assert client.post(f"/outcomes/{outcome.key}/end", data={"stopped_on": "2026-03-01"}).status_code == 422
    answer = client.post(f"/outcomes/{outcome.key}/end", data={"stopped_on": "2026-03-03", "reason": "Contract af"})
    assert answer.status_code == 200
    world.db.refresh(outcome)
    assert outcome.stop_reason == "Contract af"
    assert client.post(f"/outcomes/{outcome.key}/end", data={"stopped_on": "2026-03-03"}).status_code == 409


def test_a_mistake_stays_visible_and_is_no_longer_counted(as_, world, journey, items):
    outcome = recorded_outcome(world, journey, items)
    assert queries.has_reached(world.db, journey.id, outcome.kind_id)
    client = as_(world.samira)
    assert client.post(f"/outcomes/{outcome.key}/mistake").status_code == 200
    world.db.refresh(outcome)
    assert outcome.mistaken_at == NOON
    assert not queries.has_reached(world.db, journey.id, outcome.kind_id)
    assert not rules.counts_as_outflow(outcome)
    assert client.post(f"/outcomes/{outcome.key}/mistake").status_code == 409


def test_the_result_that_ended_a_journey_cannot_be_a_mistake_while_it_is_ended(world, journey, items):
    outcome, by = recorded_outcome(world, journey, items), world.actor(world.samira)
    actions.end_journey(world.db, journey, kind=items["paid-work"], by=by, at=NOON)
    with pytest.raises(Refused, match=rules.ENDED_BY_IT):
        actions.mark_mistaken(world.db, outcome, by=by, at=NOON)
    assert outcome.mistaken_at is None


def test_another_organisation_cannot_change_a_result(as_, world, journey, items):
    outcome = recorded_outcome(world, journey, items)
    handover(world, journey, State.RUNNING)
    for worker in (world.fatima, world.karim, world.olaf, world.hanna):
        assert as_(worker).post(f"/outcomes/{outcome.key}/mistake").status_code == 404


@pytest.mark.parametrize(
    ("days", "reason"),
    [(0, None), (366, None), (367, rules.DAY_OUT_OF_RANGE), (-3660, None), (-3661, rules.DAY_OUT_OF_RANGE)],
)
def test_a_result_starts_at_most_ten_years_ago_or_a_year_ahead(days, reason):
    assert rules.start_obstacle(TODAY + timedelta(days=days), TODAY) == reason


@pytest.mark.parametrize("path", ["outcomes", "end"])
def test_the_fragment_equals_that_block_of_the_page(as_, world, journey, path):
    client = as_(world.samira)
    fragment, page = (client.get(f"/journeys/{journey.key}/{path}", headers=h).text for h in (HTMX, {}))
    masked = [re.sub(r'name="intention" value="\w+"', "", html) for html in (fragment, page)]
    assert masked[0].strip() in masked[1]
