"""A visitor at the tablet by the door: a number, and nothing about anybody else."""

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


def test_somebody_who_reads_arabic_gets_a_number_and_the_waiting_list_knows(visitor, as_, world, db):
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


def test_nobody_has_to_say_what_to_be_called_by(visitor, as_, world, db):
    visitor.comes_in("nl", "other", "")
    assert visits(db)[0].call_name == ""
    assert re.search(r"<b>Nummer 1</b>", as_(world.hanna).get("/door").text)


def test_who_has_an_appointment_is_written_down_so(visitor, db):
    visitor.comes_in("tr", "appointment")
    assert visits(db)[0].kind == VisitKind.APPOINTMENT


def test_pressed_twice_it_is_one_visit_with_one_number(visitor, db):
    at = visitor.begins()
    pages = [visitor.says(at, called="Amal") for _twice in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].text == pages[1].text
    assert len(visits(db)) == 1


@pytest.mark.parametrize("typed", ["123456782", "x" * 41, "\x00"])
def test_what_cannot_be_a_first_name_is_asked_again_in_ones_own_language(visitor, db, typed):
    page = visitor.comes_in("pl", called=typed)
    assert page.status_code == 422
    assert says("pl", "Only your first name, please. You may also leave this empty.") in page.text
    assert 'aria-invalid="true"' in page.text
    assert visits(db) == []


def test_what_was_typed_stays_when_it_is_asked_again(visitor):
    assert f'value="{"x" * 41}"' in visitor.comes_in("pl", called="x" * 41).text


@pytest.mark.parametrize("language", visitor_languages.LANGUAGES)
def test_every_screen_speaks_the_language_that_was_chosen(visitor, language):
    at = visitor.begins(language)
    head = f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">'
    topics = visitor.client.get(at).text
    assert all(says(language, topic) in topics for topic in TOPIC_NAMES.values())
    name = visitor.client.get(f"{at}/money").text
    assert says(language, "What may we call you?") in name
    number = visitor.says(at, "money").text
    assert all(head in page for page in (topics, name, number))


def test_no_screen_leads_out_holds_a_script_or_is_kept(visitor):
    start = visitor.client.get("/check-in")
    at = visitor.begins()
    answers = [start, visitor.client.get(at), visitor.client.get(f"{at}/money"), visitor.says(at, "money")]
    for answer in answers:
        assert "<script" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert re.fullmatch(r"\d+; url=/check-in", answer.headers["refresh"])  # it goes back by itself
        leads = re.findall(r'(?:href|action)="([^"]+)"', answer.text)
        assert {lead for lead in leads if not lead.startswith(("/static/", "/check-in"))} == set()


def test_the_field_for_a_name_remembers_nobody(visitor):
    visitor.comes_in(called="Amal")
    page = visitor.client.get(f"{visitor.begins()}/work").text
    assert "Amal" not in page
    field = re.search(r'<input id="called"[^>]+>', page).group()
    assert 'autocomplete="off"' in field
    assert 'value=""' in field


def test_the_screens_of_the_one_before_are_gone_once_somebody_begins(visitor):
    """Behind the Back button too: those pages are asked for again, and name a turn that is over."""
    at = visitor.begins()
    turn = at.rsplit("/", 1)[0]
    visitor.says(at, "money", "Amal")
    visitor.client.get("/check-in")
    for path in (at, f"{at}/money", f"{turn}/number"):
        answer = visitor.client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/check-in"), path
    late = visitor.client.post(f"{at}/money", data={"called": "Amal"}, follow_redirects=False)
    assert late.headers["location"] == "/check-in"


def test_a_number_can_be_shown_longer_and_not_before_there_is_one(visitor):
    at = visitor.begins()
    number = at.rsplit("/", 1)[0] + "/number"
    assert visitor.client.get(number, follow_redirects=False).headers["location"] == "/check-in"
    shown = visitor.says(at := visitor.begins()).text
    number = at.rsplit("/", 1)[0] + "/number"
    assert f'href="{number}"' in shown
    assert visitor.client.get(number).text == shown


@pytest.mark.parametrize("tail", ["xx", "xx/work", "nl/holidays", "number"])
def test_an_address_that_is_no_screen_leads_to_the_beginning(visitor, db, tail):
    turn = visitor.begins().rsplit("/", 1)[0]
    assert visitor.client.get(f"{turn}/{tail}", follow_redirects=False).headers["location"] == "/check-in"
    if "/" in tail:
        assert visitor.client.post(f"{turn}/{tail}", data={}, follow_redirects=False).status_code == 303
    assert visits(db) == []


def test_a_browser_that_is_no_tablet_checks_nobody_in(visitor, db, client):
    at = visitor.begins()
    client.cookies.delete("werkwinkel-tablet")
    assert client.post(f"{at}/work", data={}, follow_redirects=False).headers["location"] == "/check-in"
    assert visits(db) == []


def test_a_closed_shop_says_so_and_when_it_opens_and_checks_nobody_in(visitor, app, db):
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


def test_nobody_fills_the_waiting_list_by_pressing_on(visitor, db):
    allowed = PER_MINUTE.amount
    answers = [visitor.comes_in("uk") for _again in range(allowed + 1)]
    assert [answer.status_code for answer in answers] == [200] * allowed + [429]
    assert says("uk", "One moment, please") in answers[-1].text
    assert len(visits(db)) == allowed


def test_the_record_says_that_the_visitor_did_it_and_not_what_they_are_called(visitor, world, db):
    visitor.comes_in(called="Amal")
    lines = db.exec(select(AuditEntry).where(AuditEntry.subject == "visit")).all()
    assert {(line.basis, line.worker_id, line.shop_id) for line in lines} == {("tablet", None, world.shop.id)}
    assert "Amal" not in str([line.details for line in lines])
    assert "call_name" not in str([line.details for line in lines])


def test_a_host_helps_who_came_in_by_the_tablet_like_anybody(visitor, as_, world, db):
    visitor.comes_in()
    (visit,) = visits(db)
    as_(world.samira).post(f"/visits/{visit.key}/conversation")
    db.refresh(visit)
    assert (visit.state, visit.helped_by_id) == ("talking", world.samira.id)


def test_a_tablet_says_now_and_then_that_it_is_there(visitor, app, tablet, db):
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
    assert says("nl", "We are closed now") in client.get("/check-in").text  # that one has no half-days
