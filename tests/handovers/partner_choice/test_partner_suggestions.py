"""Which partner is suggested first, and that every fact that counts is shown as a reason."""

from datetime import date, timedelta

import pytest

from app.handovers.disclosure.queries import person_view
from app.handovers.lifecycle.models import State
from app.handovers.partner_choice.ranking_rules import Fit, sort_key
from app.handovers.partner_choice.response_time_queries import usual_response_days
from app.handovers.partner_choice.suggestion_views import suggestions
from app.shop.half_days.models import DayPart
from app.shop.partners.models import Partner, Service
from app.shop.partners.queries import active_partner
from app.shop.roster.models import RosterPlan
from app.web.i18n import language_scope
from tests.handovers.pages.test_routes import the_one, typed
from tests.world import NOON, TODAY


@pytest.fixture
def here(shop):
    """Partners by the name of their organisation in the tests."""
    return {
        name: active_partner(shop.world.db, shop.world.shop.id, getattr(shop.world, name).id)
        for name in ("dock", "pozitive", "uwv")
    }


def add_service(shop, partner: Partner, name="Rondkomen", **said) -> Service:
    service = Service(shop_id=partner.shop_id, partner_id=partner.id, name=name, changed_at=NOON, **said)
    shop.world.db.add(service)
    shop.world.db.flush()
    return service


def suggested(shop, by="samira"):
    db, actor = shop.world.db, shop.as_(by)
    view = person_view(db, actor, shop.world.hatice.key, NOON)
    with language_scope("nl"):
        return suggestions(db, view, other_than=actor.organisation_id, at=NOON)


def reasons_of(shop, partner: Partner) -> list[str]:
    return next([r.text for r in s.reasons] for s in suggested(shop) if s.choice.partner.id == partner.id)


def names(shop) -> list[str]:
    return [s.choice.partner.organisation.name for s in suggested(shop)]


def test_a_partner_that_helps_with_the_persons_subject_comes_first(shop, here):
    service = add_service(shop, here["pozitive"], topics=[shop.debts.key])
    first = suggested(shop)[0]
    assert (first.choice.partner, first.service) == (here["pozitive"], service)
    assert [r.text for r in first.reasons] == ["helpt met geldzorgen"]


def test_a_partner_without_services_is_matched_by_its_own_text(shop, here):
    here["pozitive"].offers = "Geldzorgen, wonen"
    assert names(shop)[0] == "Pozitive"
    assert reasons_of(shop, here["pozitive"]) == ["helpt met geldzorgen"]


def test_the_persons_language_outweighs_presence(shop, here):
    shop.present(shop.fatima)  # of DOCK
    assert names(shop)[0] == "DOCK"
    add_service(shop, here["pozitive"], languages=["tr"])
    assert names(shop)[:2] == ["Pozitive", "DOCK"]
    assert reasons_of(shop, here["pozitive"]) == ["spreekt Turks"]
    assert reasons_of(shop, here["dock"]) == ["nu in huis: Fatima Amrani"]


def test_dutch_is_no_reason(shop, here):
    here["dock"].languages = "Nederlands"
    assert reasons_of(shop, here["dock"]) == []


def test_a_full_partner_comes_last_however_well_it_fits(shop, here):
    add_service(shop, here["dock"], topics=[shop.debts.key])
    here["dock"].full_until = date(2026, 12, 1)
    assert names(shop)[-1] == "DOCK"
    assert reasons_of(shop, here["dock"]) == ["vol tot di 1 dec", "helpt met geldzorgen"]
    here["dock"].full_until, here["dock"].room = NOON.date(), 0
    assert reasons_of(shop, here["dock"])[0] == "vol"


def test_room_and_a_fresh_profile_decide_between_equals(shop, here):
    here["uwv"].room, here["pozitive"].fresh_at = 3, NOON
    assert names(shop) == ["UWV", "Pozitive", "DOCK"]
    assert reasons_of(shop, here["uwv"]) == ["plek voor 3 mensen"]
    assert reasons_of(shop, here["pozitive"]) == ["nagekeken: vandaag"]


def test_the_usual_response_time_needs_three_answers(shop, here):
    db = shop.world.db
    waited = (1, 2, 7)
    for days in waited[:2]:
        shop.in_state(State.DECLINED).offered_at = NOON - timedelta(days=days)
    db.flush()
    assert usual_response_days(db, shop.world.shop.id, NOON) == {}
    shop.in_state(State.DECLINED).offered_at = NOON - timedelta(days=waited[2])
    db.flush()
    assert usual_response_days(db, shop.world.shop.id, NOON) == {shop.world.dock.id: 2}
    assert reasons_of(shop, here["dock"]) == ["antwoordt meestal binnen 2 dagen"]
    assert usual_response_days(db, shop.world.shop.id, NOON + timedelta(days=400)) == {}
    shop.in_state(State.DECLINED).on_the_spot = True  # nobody waited for that one
    db.flush()
    assert usual_response_days(db, shop.world.shop.id, NOON) == {shop.world.dock.id: 2}


def test_the_best_fitting_service_is_named(shop, here):
    add_service(shop, here["dock"], "Wonen", topics=["other"])
    add_service(shop, here["dock"], "Later", topics=[shop.debts.key], waiting_days=30)
    soon = add_service(shop, here["dock"], "Rondkomen", topics=[shop.debts.key], waiting_days=2)
    assert suggested(shop)[0].service == soon
    add_service(shop, here["dock"], "Gestopt", topics=[shop.debts.key], languages=["tr"], retired_at=NOON)
    assert suggested(shop)[0].service == soon
    turkish = add_service(shop, here["dock"], "Turks", topics=[shop.debts.key], languages=["tr"], waiting_days=9)
    assert suggested(shop)[0].service == turkish


def test_the_senders_own_organisation_is_not_suggested(shop):
    assert "Leerwerkloket" not in names(shop)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Fit(subjects=("a", "b")), Fit(subjects=("a",), languages=("Turks",))),
        (Fit(subjects=("a",)), Fit(languages=("Turks",), room=1)),
        (Fit(languages=("Turks",)), Fit(present=True)),
        (Fit(present=True), Fit(room=2, response_days=1, fresh=True)),
        (Fit(), Fit(subjects=("a", "b"), full=True)),
        (Fit(response_days=2), Fit(response_days=3)),
    ],
)
def test_the_order_follows_the_weights(better, worse):
    assert sort_key(better) < sort_key(worse)


def test_the_suggested_service_is_shown_on_the_handover(shop, here, as_):
    service = add_service(shop, here["dock"], name="Rondkomen in Overvecht", topics=[shop.debts.key])
    client = as_(shop.samira)
    client.post(f"/people/{shop.hatice.key}/handovers", data=typed(shop, go="draft"))
    handover = the_one(shop)
    assert handover.service_id == service.id
    assert "Rondkomen in Overvecht" in client.get(f"/handovers/{handover.key}").text


def test_coming_later_today_weighs_less_than_presence(shop, here):
    shop.present(shop.fatima)  # of DOCK
    shop.db.add(RosterPlan(shop_id=shop.shop.id, day=TODAY, part=DayPart.AFTERNOON, worker_id=shop.karim.id))
    shop.db.flush()
    assert names(shop)[:2] == ["DOCK", "Pozitive"]
    assert reasons_of(shop, here["pozitive"]) == [f"vanmiddag: {shop.karim.name}"]
