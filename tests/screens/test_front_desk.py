"""The front desk page, as the host and the front office use it."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit, VisitState
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from app.shop.half_days import actions
from app.shop.half_days.models import DayPart
from app.shop.half_days.queries import half_day_on
from tests.conftest import HTMX
from tests.world import NOON, TODAY


@pytest.fixture
def findable(world):
    """Persons who can be found at the front desk."""
    by = world.actor(world.samira)
    for person in (world.hatice, world.kwame):
        people.update_search_index(world.db, person)
    for name, year in (("Mohammed El Ouali", 1994), ("Sanne de Wit", 1978)):
        people.add(world.db, PersonDetails(name=name, birth_year=year), by=by, at=NOON)
    return world


def visible_text(html):
    """Without the tokens that are new on every page."""
    return re.sub(r'(name="intention" value=")\w+', r"\1", html)


def block(html, start, tag="section"):
    """The element that begins with `start`, up to its closing tag."""
    begin = html.index(start)
    depth, at = 0, begin
    for found in re.finditer(rf"<(/?){tag}\b", html[begin:]):
        depth += -1 if found.group(1) else 1
        if depth == 0:
            at = begin + found.end()
            break
    return html[begin:at]


def add_visit(world, person=None, **more):
    return visits.register(world.db, person or world.hatice, by=world.actor(world.hanna), at=NOON, **more)


def test_the_page_asks_who_is_coming_in_and_shows_the_closing_time(as_, world):
    page = as_(world.hanna).get("/door")
    assert page.status_code == 200
    assert "Wie komt er binnen?" in page.text
    assert "Dinsdagochtend · open tot 12.30" in page.text


def test_a_few_letters_find_a_person_with_details_that_tell_people_apart(as_, findable):
    add_visit(findable)
    html = as_(findable.hanna).post("/door", data={"q": "yildiz"}, headers=HTMX).text
    assert "<bdi>Hatice Yıldız</bdi>" in html
    for apart in ("1990", "Nigerdreef", "Turks, een beetje Nederlands", "laatst hier vandaag"):
        assert apart in html


def test_a_search_logs_the_persons_shown_and_not_the_typed_text(as_, findable, db):
    as_(findable.hanna).post("/door", data={"q": "hatice"}, headers=HTMX)
    line = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.SEARCH)).one()
    assert (line.person_id, line.worker_id) == (findable.hatice.id, findable.hanna.id)
    assert "hatice" not in f"{line.what}{line.details}".lower()


def test_of_two_equal_matches_the_most_recent_visitor_comes_first(as_, world):
    by = world.actor(world.samira)
    first, second = (people.add(world.db, PersonDetails(name="Ali Kaya"), by=by, at=NOON) for _twice in range(2))
    for person, days in ((first, 3), (second, 30)):
        visit = visits.register(world.db, person, by=by, at=NOON - timedelta(days=days))
        visits.leave(world.db, visit, by=by, at=NOON - timedelta(days=days))
    html = as_(world.hanna).post("/door", data={"q": "ali kaya"}, headers=HTMX).text
    assert html.index(first.key) < html.index(second.key)


def test_the_search_results_as_a_fragment_are_that_block_of_the_page(as_, findable):
    client = as_(findable.hanna)
    part = client.post("/door", data={"q": "mohamed"}, headers=HTMX).text
    whole = client.post("/door", data={"q": "mohamed"}).text
    assert "Mohammed El Ouali" in part
    assert visible_text(part).strip() in visible_text(whole)


def test_the_refreshed_board_equals_the_board_of_the_whole_page(as_, world):
    add_visit(world, about="vraag over opleiding")
    client = as_(world.samira)
    part, whole = client.get("/door/board", headers=HTMX).text, client.get("/door").text
    assert "vraag over opleiding" in part
    assert block(part, '<section class="card" id="board"') in whole


def test_the_page_logs_one_read_per_person_and_its_refresh_none(as_, world, db):
    add_visit(world)
    client = as_(world.hanna)
    lines = lambda: len(db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).all())  # noqa: E731
    client.get("/door")
    assert lines() == 1
    client.get("/door/board", headers=HTMX)
    assert lines() == 1


def test_a_person_who_first_appears_in_a_refresh_is_logged_once(as_, world, db):
    client = as_(world.hanna)
    client.get("/door")
    add_visit(world)
    for _again in range(2):
        assert "Hatice" in client.get("/door/board", headers=HTMX).text
    line = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ, AuditEntry.what == "board")).one()
    assert (line.person_id, line.worker_id) == (world.hatice.id, world.hanna.id)


def test_a_refresh_without_htmx_redirects_to_the_page_that_logs(as_, world):
    assert as_(world.hanna).get("/door/board", follow_redirects=False).headers["location"] == "/door"


def test_one_press_registers_a_known_visitor_and_a_double_press_counts_once(as_, world, db):
    client, typed = as_(world.hanna), {"person": world.hatice.key, "intention": "once"}
    for _again in range(2):
        assert client.post("/door/visits", data=typed, follow_redirects=False).headers["location"] == "/door"
    assert client.post("/door/visits", data=typed | {"intention": "another"}).status_code == 200
    visit = db.exec(select(Visit)).one()
    assert (visit.person_id, visit.day, visit.registered_by_id) == (world.hatice.id, TODAY, world.hanna.id)
    assert visit.opening_id is not None


def test_a_new_visitor_needs_only_a_name_and_can_be_found_at_once(as_, world, db):
    client = as_(world.hanna)
    client.post("/door/people", data={"name": "Łukasz Wójcik", "intention": "a"})
    person = db.exec(select(Person).where(Person.name == "Łukasz Wójcik")).one()
    assert db.exec(select(Visit)).one().person_id == person.id
    assert "Łukasz" in client.post("/door", data={"q": "lukasz"}, headers=HTMX).text


def test_a_new_visitor_sent_twice_is_one_person(as_, world, db):
    client = as_(world.hanna)
    for _again in range(2):
        client.post("/door/people", data={"name": "Ayşe Demir", "intention": "same"})
    assert len(db.exec(select(Person).where(Person.name == "Ayşe Demir")).all()) == 1


def test_a_visit_without_a_name_counts(as_, world):
    client = as_(world.hanna)
    client.post("/door/visits", data={"intention": "a"})
    client.post("/door/visits", data={"intention": "b"})
    html = client.get("/door").text
    assert "2 bezoeken vandaag" in html
    assert "Bezoeker zonder naam" in html


@pytest.mark.parametrize("field", ["name", "street", "languages", "about"])
def test_a_bsn_is_refused_at_the_field_and_what_was_typed_is_kept(as_, world, db, field):
    typed = {"name": "Anna", "street": "Tigrisdreef", "intention": "a"} | {field: "nummer 111 222 333"}
    page = as_(world.hanna).post("/door/people", data=typed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert "nummer 111 222 333" in page.text
    assert db.exec(select(Visit)).all() == []


def test_a_bsn_in_the_search_field_is_refused_there(as_, world):
    page = as_(world.hanna).post("/door", data={"q": "111222333"}, headers=HTMX)
    assert page.status_code == 422
    assert "burgerservicenummer" in page.text


def test_the_front_office_goes_on_to_the_person_and_the_host_stays(as_, world):
    visit, other = add_visit(world), add_visit(world, world.kwame)
    answer = as_(world.samira).post(f"/visits/{visit.key}/conversation", follow_redirects=False)
    assert answer.headers["location"] == f"/people/{world.hatice.key}"
    answer = as_(world.hanna).post(f"/visits/{other.key}/conversation", follow_redirects=False)
    assert answer.headers["location"] == "/door"


def test_a_colleague_is_told_who_is_helping_already(as_, world):
    visit = add_visit(world)
    as_(world.samira).post(f"/visits/{visit.key}/conversation")
    page = as_(world.joost).post(f"/visits/{visit.key}/conversation")
    assert page.status_code == 409
    assert "Samira Bouzid" in page.text


@pytest.mark.parametrize(
    ("steps", "ends"),
    [
        (["conversation", "completion"], VisitState.DONE),
        (["conversation", "completion", "return"], VisitState.TALKING),
        (["conversation", "return"], VisitState.WAITING),
        (["departure"], VisitState.LEFT),
        (["departure", "return"], VisitState.WAITING),
        (["conversation", "completion", "completion"], VisitState.DONE),
    ],
)
def test_steps_of_a_visit_can_be_taken_and_undone(as_, world, db, steps, ends):
    visit = add_visit(world)
    client = as_(world.hanna)
    for noun in steps:
        shown = {"shown_state": visit.state}
        assert client.post(f"/visits/{visit.key}/{noun}", data=shown, follow_redirects=False).status_code == 303
        db.refresh(visit)
    assert visit.state == ends
    assert (visit.helped_by_id is None) == (ends in (VisitState.WAITING, VisitState.LEFT))
    assert (visit.ended_at is None) == (ends in (VisitState.WAITING, VisitState.TALKING))


def test_a_mistaken_visit_is_deleted_and_stays_in_the_audit_log(as_, world, db):
    visit = add_visit(world)
    as_(world.hanna).post(f"/visits/{visit.key}/mistake")
    assert db.exec(select(Visit)).all() == []
    lines = db.exec(select(AuditEntry).where(AuditEntry.subject == "visit").order_by(AuditEntry.id))
    assert [line.what for line in lines][:2] == ["added", "removed"]


def test_the_longest_wait_comes_first_and_is_marked_in_words(as_, world):
    by = world.actor(world.hanna)
    visits.register(world.db, world.kwame, by=by, at=NOON - timedelta(minutes=4))
    visits.register(world.db, world.hatice, by=by, at=NOON - timedelta(minutes=18))
    html = as_(world.hanna).get("/door").text
    assert "wacht lang: 18 min" in html
    assert html.index("Hatice Yıldız") < html.index("Kwame Mensah")


def test_the_host_gets_no_link_to_a_story_and_the_front_office_does(as_, findable):
    add_visit(findable)
    way = f'href="/people/{findable.hatice.key}"'
    assert way in as_(findable.samira).get("/door").text
    assert way not in as_(findable.hanna).get("/door").text
    assert way not in as_(findable.hanna).post("/door", data={"q": "hatice"}, headers=HTMX).text


def test_the_navigation_shows_how_many_wait(as_, world):
    add_visit(world)
    html = as_(world.hanna).get("/door").text
    assert re.search(r'<span>Balie</span> <span class="count">1</span>', html)


def test_outside_opening_hours_a_visit_is_possible_and_the_page_says_so(as_, world, db):
    by = world.actor(world.carla)
    half_day = half_day_on(db, world.shop.id, TODAY, DayPart.MORNING)
    actions.cancel(db, half_day, "Storm", by=by, at=NOON)
    client = as_(world.hanna)
    html = client.get("/door").text
    assert "Storm" in html
    assert "weer open morgen, 09.00" in html
    client.post("/door/visits", data={"person": world.hatice.key, "intention": "a"})
    assert db.exec(select(Visit)).one().opening_id is None
    client.post("/openings/now")
    assert "Dinsdagochtend · open tot" in client.get("/door").text
