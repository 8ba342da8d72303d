"""The pages of a handover, for sender and receiver."""

import re
from datetime import timedelta

import pytest

from app.handovers.consents.queries import consents_of
from app.handovers.lifecycle import queries
from app.handovers.lifecycle.models import Handover, Kind, State
from tests.conftest import HTMX
from tests.world import TODAY

SOON = {"on": str(TODAY + timedelta(days=2)), "time": "10:30"}


def typed(shop, **more):
    return {
        "receiver": shop.dock.key,
        "question": "Help with the bills",
        "kind": "support",
        "shared": ["contact", f"obstacle:{shop.debts.key}"],
        **more,
    }


def seen(page) -> str:
    return re.search(r'name="seen" id="seen" value="(\w+)"', page.text)[1]


def the_one(shop) -> Handover:
    return queries.handovers_of(shop.db, shop.as_("carla"), shop.hatice.id)[0]


def test_nothing_is_ticked_beforehand(shop, as_):
    page = as_(shop.samira).get(f"/people/{shop.hatice.key}/handovers/new")
    assert page.status_code == 200
    (form,) = re.findall(r"<main.*</main>", page.text, re.DOTALL)
    assert "checkbox" in form
    # The kind is not part of the consent; the default, support, does not move the responsibility.
    assert re.findall(r'name="(\w+)" value="(\w+)"[^>]* checked', form) == [("kind", "support")]


def test_the_preview_shows_what_is_ticked_and_nothing_else(shop, as_):
    client = as_(shop.samira)
    fragment = client.post(f"/people/{shop.hatice.key}/handovers/preview", data=typed(shop), headers=HTMX)
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert "Two months behind" in fragment.text
    assert "0612345678" in fragment.text
    assert "Work in a kitchen" not in fragment.text


def test_an_offer_needs_a_seen_preview_and_then_consent(shop, as_):
    client, there = as_(shop.samira), f"/people/{shop.hatice.key}/handovers"
    first = client.post(there, data=typed(shop, go="offer"))
    assert first.status_code == 422
    second = client.post(there, data=typed(shop, go="offer", seen=seen(first)))
    assert second.status_code == 422
    assert "Help with the bills" in second.text
    done = client.post(there, data=typed(shop, go="offer", seen=seen(second), agreed="on"))
    assert done.status_code == 200
    assert the_one(shop).state == State.OFFERED


def test_a_consent_to_another_preview_does_not_count(shop, as_):
    client, there = as_(shop.samira), f"/people/{shop.hatice.key}/handovers"
    look = client.post(there, data=typed(shop))
    more = {**typed(shop, go="offer", seen=seen(look), agreed="on"), "shared": ["contact", "notes"]}
    answer = client.post(there, data=more)
    assert answer.status_code == 422
    assert not re.search(r'name="agreed"[^>]*checked', answer.text)
    assert not consents_of(shop.db, shop.hatice.id)


def test_offering_on_the_spot_opens_its_page(shop, as_):
    shop.present(shop.fatima)
    client, there = as_(shop.samira), f"/people/{shop.hatice.key}/handovers"
    look = client.post(there, data=typed(shop))
    go = f"walk-{shop.fatima.key}"
    assert go in look.text
    answer = client.post(there, data=typed(shop, go=go, seen=seen(look), agreed="on"))
    handover = the_one(shop)
    assert answer.url.path == f"/handovers/{handover.key}/together"
    assert (handover.state, handover.on_the_spot, handover.receiver_worker) == (State.OFFERED, True, shop.fatima)


def test_a_double_click_offers_once(shop, as_):
    client, there = as_(shop.samira), f"/people/{shop.hatice.key}/handovers"
    look = client.post(there, data=typed(shop))
    form = typed(shop, go="offer", seen=seen(look), agreed="on", intention="once")
    client.post(there, data=form)
    client.post(there, data=form)
    assert len(queries.handovers_of(shop.db, shop.as_("carla"), shop.hatice.id)) == 1


def test_a_draft_is_saved_and_can_be_opened_again(shop, as_):
    client = as_(shop.samira)
    client.post(f"/people/{shop.hatice.key}/handovers", data=typed(shop, go="draft"))
    draft = the_one(shop)
    assert draft.state == State.DRAFT
    assert "Help with the bills" in client.get(f"/handovers/{draft.key}/draft").text
    assert as_(shop.fatima).get(f"/handovers/{draft.key}").status_code == 404


def test_the_partner_accepts_meets_begins_and_completes(shop, as_):
    handover = shop.in_state(State.OFFERED, kind=Kind.TRANSFER)
    client, here = as_(shop.fatima), f"/handovers/{handover.key}"
    assert "Hatice" in client.get("/handovers").text
    assert client.post(f"{here}/acceptance", data=SOON).status_code == 200
    three = {"with_person": "on", "with_sender": "on", "with_receiver": "on"}
    assert client.post(f"{here}/meeting", data=three).status_code == 200
    assert client.post(f"{here}/start", data={}).status_code == 422
    client.post(f"{here}/start", data={"next_what": "Meet", "next_on": str(TODAY)})
    assert shop.journey.responsible_id == shop.fatima.id
    assert client.post(f"{here}/completion", data={"text": "All paid"}).status_code == 200
    assert handover.state == State.COMPLETED


def test_input_is_kept_when_something_is_missing(shop, as_):
    handover = shop.in_state(State.OFFERED)
    answer = as_(shop.fatima).post(f"/handovers/{handover.key}/refusal", data={"word": "too far away"})
    assert answer.status_code == 422
    assert "too far away" in answer.text


def test_the_second_worker_gets_a_409_that_names_the_first(shop, as_):
    handover = shop.in_state(State.OFFERED)
    form = {**SOON, "version": str(handover.version)}
    as_(shop.fatima).post(f"/handovers/{handover.key}/acceptance", data=form)
    late = as_(shop.dirk).post(f"/handovers/{handover.key}/acceptance", data=form)
    assert late.status_code == 409
    assert "Fatima Amrani (DOCK)" in late.text


def test_declining_with_another_partner_makes_a_draft_for_it(shop, as_):
    handover = shop.in_state(State.OFFERED)
    form = {"reason": shop.reason.key, "what_then": "other_partner", "other": shop.pozitive.key}
    as_(shop.fatima).post(f"/handovers/{handover.key}/refusal", data=form)
    draft = the_one(shop)
    assert (draft.state, draft.receiver_id, draft.previous_id) == (State.DRAFT, shop.pozitive.id, handover.id)
    assert draft.shared == []


def test_a_declined_handover_shows_the_partner_nothing_of_the_person(shop, as_):
    handover = shop.in_state(State.DECLINED)
    page = as_(shop.fatima).get(f"/handovers/{handover.key}")
    assert page.status_code == 200
    for secret in ("Hatice", "Help with the bills", "kitchen", "0612345678"):
        assert secret not in page.text
    assert "Hatice" not in as_(shop.fatima).get("/handovers").text


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.RETURNED, State.COMPLETED])
def test_a_partner_cannot_open_a_consent_whose_handover_ended(shop, as_, state):
    handover = shop.in_state(state)
    there = f"/consents/{handover.consent.key}/withdrawal"
    fatima = as_(shop.fatima)
    assert fatima.get(there).status_code == 404
    assert fatima.post(there).status_code == 404
    assert as_(shop.samira).get(there).status_code == 200


def test_the_partner_of_a_running_handover_can_record_a_withdrawn_consent(shop, as_):
    handover = shop.in_state(State.RUNNING)
    there = f"/consents/{handover.consent.key}/withdrawal"
    assert as_(shop.fatima).get(there).status_code == 200
    as_(shop.fatima).post(there)
    assert handover.state == State.RETURNED


def test_withdrawing_a_consent_ends_the_handover_based_on_it(shop, as_):
    handover = shop.in_state(State.RUNNING)
    client, there = as_(shop.samira), f"/consents/{handover.consent.key}/withdrawal"
    assert client.get(there).status_code == 200
    client.post(there)
    assert handover.state == State.RETURNED
    assert "Hatice" not in as_(shop.fatima).get(f"/handovers/{handover.key}").text


def test_the_fragment_is_that_block_of_the_page(shop, as_):
    handover = shop.in_state(State.OFFERED)
    client = as_(shop.fatima)
    for url in ("/handovers", f"/handovers/{handover.key}"):
        page, fragment = client.get(url).text, client.get(url, headers=HTMX).text
        plain = [re.sub(r'value="\w{16}"', "", text) for text in (page, fragment)]
        assert " ".join(plain[1].split()) in " ".join(plain[0].split())


def test_every_state_has_a_page_for_both_parties(shop, as_):
    for state in State:
        handover = shop.in_state(state, kind=Kind.SUPPORT)
        for worker in (shop.samira, shop.fatima, shop.carla):
            expected = 404 if worker is shop.fatima and state == State.DRAFT else 200
            assert as_(worker).get(f"/handovers/{handover.key}").status_code == expected, (state, worker.name)
