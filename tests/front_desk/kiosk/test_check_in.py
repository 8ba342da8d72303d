"""Check-in at the kiosk: a number, and nothing about anybody else."""

import re
from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry
from app.core.clock import moment, request_time
from app.front_desk.kiosk.check_in_routes import PER_MINUTE
from app.front_desk.kiosk.rules import TOPIC_NAMES
from app.front_desk.visits.models import Visit, VisitKind
from app.web import visitor_languages
from app.web.i18n import catalogue
from tests.front_desk.kiosk.conftest import SECRET
from tests.front_desk.kiosk.tablets import pair_client
from tests.world import NOON, TODAY

SATURDAY = moment(date(2026, 3, 7), time(10))


def visits(db):
    return db.exec(select(Visit).order_by(Visit.id)).all()


def says(language: str, message: str, **names) -> str:
    return catalogue(language).gettext(message) % names


def test_a_visitor_checks_in_in_arabic_and_gets_a_number_and_joins_the_waiting_list(visitor, as_, world, db):
    page = visitor.comes_in("ar", "learning", "أمل")
    assert says("ar", "You are number %(number)s", number=1) in page.text
    assert '<html lang="ar" dir="rtl">' in page.text
    (visit,) = visits(db)
    assert (visit.number, visit.language, visit.call_name, visit.about) == (1, "ar", "أمل", "Leren")
    assert (visit.person_id, visit.registered_by_id, visit.kind) == (None, None, VisitKind.WALK_IN)
    assert (visit.shop_id, visit.day, visit.state) == (world.shop.id, TODAY, "waiting")
    board = as_(world.hanna).get("/door").text
    assert "“<bdi>أمل</bdi>”" in board
    for words in ("Nummer 1", "Leren", "Arabisch"):
        assert words in board


def test_a_name_to_be_called_by_is_optional(visitor, as_, world, db):
    visitor.comes_in("nl", "other", "")
    assert visits(db)[0].call_name == ""
    assert re.search(r"<b>Nummer 1</b>", as_(world.hanna).get("/door").text)


def test_a_visitor_with_an_appointment_is_registered_as_such(visitor, db):
    visitor.comes_in("tr", "appointment")
    assert visits(db)[0].kind == VisitKind.APPOINTMENT


def test_two_presses_make_one_visit_with_one_number(visitor, db):
    at = visitor.begins()
    pages = [visitor.says(at, called="Amal") for _twice in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].text == pages[1].text
    assert len(visits(db)) == 1


@pytest.mark.parametrize("typed", ["123456782", "x" * 41, "\x00"])
def test_an_invalid_first_name_is_asked_again_in_the_visitors_language(visitor, db, typed):
    page = visitor.comes_in("pl", called=typed)
    assert page.status_code == 422
    assert says("pl", "Only your first name, please. You may also leave this empty.") in page.text
    assert 'aria-invalid="true"' in page.text
    assert visits(db) == []


def test_typed_text_stays_when_it_is_asked_again(visitor):
    assert f'value="{"x" * 41}"' in visitor.comes_in("pl", called="x" * 41).text


@pytest.mark.parametrize("language", visitor_languages.LANGUAGES)
def test_every_screen_is_in_the_chosen_language(visitor, language):
    at = visitor.begins(language)
    head = f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">'
    topics = visitor.client.get(at).text
    assert all(says(language, topic) in topics for topic in TOPIC_NAMES.values())
    name = visitor.client.get(f"{at}/money").text
    assert says(language, "What may we call you?") in name
    number = visitor.says(at, "money").text
    assert all(head in page for page in (topics, name, number))


def test_no_screen_links_out_contains_a_script_or_is_cached(visitor):
    start = visitor.client.get("/check-in")
    at = visitor.begins()
    answers = [start, visitor.client.get(at), visitor.client.get(f"{at}/money"), visitor.says(at, "money")]
    for answer in answers:
        assert "<script" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert re.fullmatch(r"\d+; url=/check-in", answer.headers["refresh"])  # it returns to the start
        leads = re.findall(r'(?:href|action)="([^"]+)"', answer.text)
        assert {lead for lead in leads if not lead.startswith(("/static/", "/check-in"))} == set()


def test_the_name_field_remembers_no_earlier_visitor(visitor):
    visitor.comes_in(called="Amal")
    page = visitor.client.get(f"{visitor.begins()}/work").text
    assert "Amal" not in page
    field = re.search(r'<input id="called"[^>]+>', page).group()
    assert 'autocomplete="off"' in field
    assert 'value=""' in field


def test_a_new_turn_invalidates_the_previous_visitors_screens(visitor):
    """Also behind the Back button: those pages are requested again, and name an ended turn."""
    at = visitor.begins()
    turn = at.rsplit("/", 1)[0]
    visitor.says(at, "money", "Amal")
    visitor.client.get("/check-in")
    for path in (at, f"{at}/money", f"{turn}/number"):
        answer = visitor.client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/check-in"), path
    late = visitor.client.post(f"{at}/money", data={"called": "Amal"}, follow_redirects=False)
    assert late.headers["location"] == "/check-in"


def test_a_number_can_be_shown_longer_but_not_before_check_in(visitor):
    at = visitor.begins()
    number = at.rsplit("/", 1)[0] + "/number"
    assert visitor.client.get(number, follow_redirects=False).headers["location"] == "/check-in"
    shown = visitor.says(at := visitor.begins()).text
    number = at.rsplit("/", 1)[0] + "/number"
    assert f'href="{number}"' in shown
    assert visitor.client.get(number).text == shown


@pytest.mark.parametrize("tail", ["xx", "xx/work", "nl/holidays", "number"])
def test_an_unknown_address_redirects_to_the_start(visitor, db, tail):
    turn = visitor.begins().rsplit("/", 1)[0]
    assert visitor.client.get(f"{turn}/{tail}", follow_redirects=False).headers["location"] == "/check-in"
    if "/" in tail:
        assert visitor.client.post(f"{turn}/{tail}", data={}, follow_redirects=False).status_code == 303
    assert visits(db) == []


def test_a_browser_that_is_not_a_tablet_cannot_check_in(visitor, db, client):
    at = visitor.begins()
    client.cookies.delete("werkwinkel-tablet")
    assert client.post(f"{at}/work", data={}, follow_redirects=False).headers["location"] == "/check-in"
    assert visits(db) == []


def test_a_closed_shop_shows_when_it_opens_and_checks_nobody_in(visitor, app, db):
    at = visitor.begins("es")
    app.dependency_overrides[request_time] = lambda: SATURDAY
    start = visitor.client.get("/check-in").text
    assert "We zijn nu gesloten" in start
    assert "maandag 9 maart" in start
    at = visitor.begins("es")
    for page in (visitor.client.get(at), visitor.client.get(f"{at}/work"), visitor.says(at)):
        assert says("es", "We are closed now") in page.text
        assert "lunes 9 marzo" in page.text
        assert "09:00 – 12:30" in page.text
    assert visits(db) == []


def test_check_ins_on_one_tablet_are_limited(visitor, db):
    allowed = PER_MINUTE.amount
    answers = [visitor.comes_in("uk") for _again in range(allowed + 1)]
    assert [answer.status_code for answer in answers] == [200] * allowed + [429]
    assert says("uk", "One moment, please") in answers[-1].text
    assert len(visits(db)) == allowed


def test_the_audit_log_names_the_tablet_as_actor_and_not_the_visitors_name(visitor, world, db):
    visitor.comes_in(called="Amal")
    lines = db.exec(select(AuditEntry).where(AuditEntry.subject == "visit")).all()
    assert {(line.basis, line.worker_id, line.shop_id) for line in lines} == {("tablet", None, world.shop.id)}
    assert "Amal" not in str([line.details for line in lines])
    assert "call_name" not in str([line.details for line in lines])


def test_a_host_helps_a_visitor_from_the_tablet_like_any_other(visitor, as_, world, db):
    visitor.comes_in()
    (visit,) = visits(db)
    as_(world.samira).post(f"/visits/{visit.key}/conversation")
    db.refresh(visit)
    assert (visit.state, visit.helped_by_id) == ("talking", world.samira.id)


def test_a_tablet_updates_when_it_was_last_seen(visitor, app, tablet, db):
    for minutes, seen in ((1, NOON), (6, NOON + timedelta(minutes=6))):
        app.dependency_overrides[request_time] = lambda at=NOON + timedelta(minutes=minutes): at
        visitor.client.get("/check-in")
        db.refresh(tablet)
        assert tablet.seen_at == seen


def test_each_tablet_serves_its_own_shop(visitor, client, world, tablet, db):
    visitor.comes_in()
    tablet.shop_id = world.other_shop.id
    db.flush()
    pair_client(client, tablet, SECRET)
    assert says("nl", "We are closed now") in client.get("/check-in").text  # that shop has no half-days
