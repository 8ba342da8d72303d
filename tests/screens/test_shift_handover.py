"""The shift sheet: what the next team must know."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.core.clock import moment
from app.front_desk.kiosk import tablet_actions as tablets
from app.front_desk.kiosk.check_in_actions import check_in
from app.front_desk.kiosk.rules import Topic
from app.front_desk.kiosk.tablet_actor import TabletActor
from app.front_desk.visits import actions as visits
from app.front_desk.visits import other_contacts
from app.front_desk.visits.models import VisitKind
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.step_models import StepResult
from app.handovers.lifecycle.models import State
from app.screens.front_desk.shift_handover_routes import shift_sheet
from app.shop.half_days import actions as half_days_actions
from app.shop.half_days.models import DayPart
from app.shop.half_days.queries import half_day_on
from app.shop.roster import actions
from tests.conftest import HTMX
from tests.handovers.handover_shop import build
from tests.world import NOON, TODAY

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def shop(world):
    """Hatice is followed, with a call today; Kwame visits and nobody follows him."""
    shop = build(world)
    visits.register(world.db, world.hatice, by=shop.as_("hanna"), at=NOON)
    visits.register(world.db, world.kwame, about="markeervraag", by=shop.as_("hanna"), at=NOON)
    return shop


def sheet_of(shop, who="samira", day=TODAY, at=NOON):
    return shift_sheet(
        shop.world.db, shop.as_(who), half_day_on(shop.world.db, shop.world.shop.id, day, DayPart.MORNING), at
    )


def test_it_counts_the_contacts_of_the_half_day(shop, db):
    by = shop.as_("samira")
    visits.register(db, None, by=by, at=NOON)
    other_contacts.record_several(db, 3, kind=VisitKind.EVENT, by=by, at=NOON)
    visits.register(db, None, by=by, at=moment(TODAY, time(14)))  # outside opening hours, so in no half-day
    found = sheet_of(shop)
    assert (found.walked_in, found.other_contacts, found.anonymous) == (3, [(VisitKind.EVENT, 3)], 4)
    assert (len(found.persons), found.seen_before) == (2, set())


def test_visitors_nobody_follows_are_listed_once_and_others_are_not(shop, db):
    visits.register(db, shop.world.kwame, kind=VisitKind.PHONE, by=shop.as_("samira"), at=NOON)
    assert [v.person.name for v in sheet_of(shop).without_step] == ["Kwame Mensah"]


def test_steps_of_today_and_tomorrow_are_listed_until_they_are_done(shop, db):
    assert [j.person.name for j in sheet_of(shop).steps_due] == ["Hatice Yıldız"]
    for on, number in ((TOMORROW, 1), (TODAY + timedelta(days=2), 0)):
        journeys.plan_next(
            db,
            shop.journey,
            result=StepResult.DONE,
            what="Bellen",
            on=on,
            worker=shop.world.samira,
            by=shop.as_("samira"),
            at=NOON,
        )
        assert len(sheet_of(shop).steps_due) == number


@pytest.mark.parametrize(
    ("state", "number"),
    [(State.DRAFT, 0), (State.OFFERED, 1), (State.CONSIDERING, 1), (State.ACCEPTED, 0), (State.DECLINED, 0)],
)
def test_an_offer_is_listed_until_it_is_answered(shop, state, number):
    shop.in_state(state)
    assert len(sheet_of(shop).offers) == number


def test_visitors_still_in_the_shop_are_on_todays_sheet_only(shop, db):
    assert len(sheet_of(shop).present) == 2
    assert sheet_of(shop, day=YESTERDAY).present == []


def test_a_visitor_checked_in_on_the_tablet_is_listed_with_their_number(shop, as_, db):
    tablet = tablets.create(db, "by the door", by=shop.as_("carla"), at=NOON)
    check_in(db, Topic.WORK, language="ar", called="", by=TabletActor(tablet), at=NOON)
    here = as_(shop.world.hanna).get("/door/sheet").text.split('id="here"')[1].split("</section>")[0]
    assert "Nummer 1" in here
    assert "zonder naam" not in here


def test_the_next_team_is_that_of_the_next_half_day_that_takes_place(shop, db):
    by, morning = shop.as_("carla"), half_day_on(db, shop.world.shop.id, TOMORROW, DayPart.MORNING)
    actions.plan(db, shop.world.joost.id, morning, weeks=1, by=by, at=NOON)
    assert [p.worker.name for p in sheet_of(shop).next_team] == ["Joost Visser"]
    half_days_actions.cancel(db, morning, "Storm", by=by, at=NOON)
    found = sheet_of(shop)
    assert found.next_half_day.day == TODAY + timedelta(days=2)
    assert found.next_team == []


def test_a_host_sees_names_and_phone_numbers_but_no_story(shop, as_, db):
    shop.in_state(State.OFFERED)
    page = as_(shop.world.hanna).get("/door/sheet").text
    for shown in ("Hatice Yıldız", "0612345678", "Kwame Mensah"):
        assert shown in page
    for hidden in ("Call", "Help with the bills", "DOCK", "markeervraag", "Work in a kitchen"):
        assert hidden not in page
    page = as_(shop.world.samira).get("/door/sheet").text
    for shown in ("Call", "DOCK", "markeervraag"):
        assert shown in page


def test_reading_it_is_logged_with_everybody_on_it(shop, as_, db):
    as_(shop.world.hanna).get("/door/sheet")
    lines = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ, AuditEntry.what == "shift sheet")).all()
    assert {line.person_id for line in lines} == {shop.world.hatice.id, shop.world.kwame.id}


@pytest.mark.parametrize("who", ["fatima", "marleen", "anton", "petra"])
def test_only_front_desk_workers_read_it(shop, as_, who):
    assert as_(getattr(shop.world, who)).get("/door/sheet").status_code == 404


def test_another_shop_is_not_on_it(shop, as_):
    assert "Hatice" not in as_(shop.world.olaf).get("/door/sheet").text


def test_a_closed_half_day_is_closed_and_not_zero(shop, as_, db):
    half_day = half_day_on(db, shop.world.shop.id, TODAY, DayPart.MORNING)
    assert half_day_on(db, shop.world.shop.id, date(2026, 4, 6), DayPart.MORNING).holiday
    assert sheet_of(shop, day=date(2026, 4, 6)).visits is None
    tomorrow = half_day_on(db, shop.world.shop.id, TOMORROW, DayPart.MORNING)
    half_days_actions.cancel(db, tomorrow, "Storm", by=shop.as_("carla"), at=NOON)
    assert sheet_of(shop, day=TOMORROW).visits is None
    half_days_actions.cancel(db, half_day, "Storm", by=shop.as_("carla"), at=NOON)
    page = as_(shop.world.hanna).get("/door/sheet").text
    assert "Eerder gesloten: Storm" in page
    assert "2 bezoeken" in page


def test_an_earlier_half_day_can_be_chosen_and_an_unknown_one_gives_the_latest(shop, as_):
    client = as_(shop.world.hanna)
    assert "Maandagochtend" in client.get("/door/sheet", params={"half_day": f"{YESTERDAY} morning"}).text
    for wrong in ("2026-03-01 morning", "yesterday", f"{TOMORROW} morning"):
        assert "Dinsdagochtend" in client.get("/door/sheet", params={"half_day": wrong}).text


def test_the_fragment_is_that_block_of_the_page(shop, as_):
    client = as_(shop.world.samira)
    part, whole = client.get("/door/sheet", headers=HTMX).text, client.get("/door/sheet").text
    assert part.strip() in whole
