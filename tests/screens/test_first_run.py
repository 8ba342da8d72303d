import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.accounts import actions, session_cookie
from app.accounts.models import LinkPurpose, Membership, Organisation, Role, Worker
from app.core.clock import request_time
from app.core.database import transaction
from app.shop.half_days.models import WeeklyHalfDay
from app.shop.lists.models import ListItem
from app.shop.partners.models import Office, Partner
from app.shop.shops.models import Shop
from tests.world import NOON

TYPED = {
    "shop_name": "De Amazone",
    "place": "Overvecht",
    "half_days": ["0-morning", "1-afternoon"],
    "morning_opens": "09:15",
    "organisations": ["Leerwerkloket", "DOCK"],
    "name": "Noor Janssen",
    "login": "noor",
    "organisation": "Leerwerkloket",
    "password": "een fiets vol appels",
    "again": "een fiets vol appels",
    "roles": ["coordinator", "manager"],
}


@pytest.fixture
def link(db) -> str:
    return f"/set-up/{actions.make_link(db, LinkPurpose.SETUP, None, at=NOON)}"


def post_setup(client, link, **fields):
    return client.post(link, data=TYPED | fields, follow_redirects=False)


def test_the_link_creates_a_shop_with_week_lists_and_organisations_and_signs_in(client, db, link):
    assert client.get(link).status_code == 200
    answer = post_setup(client, link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/", follow_redirects=False).headers["location"] == "/door"
    shop = db.exec(select(Shop)).one()
    assert (shop.name, shop.place) == ("De Amazone", "Overvecht")
    week = db.exec(select(WeeklyHalfDay).order_by(col(WeeklyHalfDay.weekday))).all()
    assert [(h.weekday, h.part, f"{h.opens:%H:%M}", f"{h.closes:%H:%M}") for h in week] == [
        (0, "morning", "09:15", "12:30"),
        (1, "afternoon", "13:00", "17:00"),
    ]
    assert db.exec(select(ListItem)).first() is not None
    assert {p.organisation.name: p.office for p in db.exec(select(Partner))} == {
        "Leerwerkloket": Office.FRONT,
        "DOCK": Office.BACK,
    }
    noor = db.exec(select(Worker)).one()
    assert noor.organisation.name == "Leerwerkloket"
    roles = {m.role for m in db.exec(select(Membership))}
    assert roles == {Role.ADMINISTRATOR, Role.COORDINATOR, Role.MANAGER}
    assert "enige" in client.get("/workers").text  # the page says what to do next


def test_it_works_once(client, link):
    post_setup(client, link)
    client.cookies.clear()
    assert client.get(link).status_code == post_setup(client, link, login="tweede").status_code == 404


def test_it_stops_working_after_a_day_or_when_a_new_one_is_created(app, client, db, link):
    newer = actions.make_link(db, LinkPurpose.SETUP, None, at=NOON)
    assert client.get(link).status_code == 404
    assert client.get(f"/set-up/{newer}").status_code == 200
    app.dependency_overrides[request_time] = lambda: NOON + timedelta(days=1)
    assert client.get(f"/set-up/{newer}").status_code == 404


def test_nobody_creates_a_shop_without_a_link_or_when_one_exists(client, world, link):
    assert client.get("/set-up/made-up").status_code == post_setup(client, "/set-up/made-up").status_code == 404
    assert client.get(link).status_code == post_setup(client, link).status_code == 404


def test_an_organisation_not_on_the_list_joins_the_front_office(client, db, link):
    post_setup(client, link, organisation="", other_organisation="Werkplaats Noord")
    own = db.exec(select(Organisation).where(Organisation.name == "Werkplaats Noord")).one()
    assert db.exec(select(Partner).where(Partner.organisation_id == own.id)).one().office == Office.FRONT


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"shop_name": ""}, "Vul dit in."),
        ({"morning_closes": "09:00"}, "sluitingstijd"),
        ({"half_days": ["9-night"]}, "Kies een van deze."),
        ({"organisation": "", "other_organisation": ""}, "Kies je organisatie"),
        ({"password": "kort", "again": "kort"}, "Gebruik minstens 12 tekens"),
        ({"password": "amazone is mooi", "again": "amazone is mooi"}, "die anderen kennen"),
        ({"again": "iets anders getypt"}, "twee keer"),
        ({"login": "met spatie"}, "zonder spaties"),
        ({"name": "Noor 111222333"}, "burgerservicenummer"),
        ({"owner": "1"}, "Dit kan niet kloppen"),
    ],
)
def test_errors_are_explained_and_the_typed_values_stay(client, db, link, fields, words):
    answer = post_setup(client, link, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Overvecht" in answer.text
    assert "een fiets vol appels" not in answer.text
    assert db.exec(select(Shop)).first() is None
    assert post_setup(client, link).status_code == 303  # and the link still works


def test_two_setups_at_once_create_one_shop(app, own_engine):
    with Session(own_engine) as db, db.begin():
        link = f"/set-up/{actions.make_link(db, LinkPurpose.SETUP, None, at=NOON)}"

    def one_transaction():
        with Session(own_engine, expire_on_commit=False) as session, session.begin():
            yield session

    app.dependency_overrides = {transaction: one_transaction, request_time: lambda: NOON}
    try:
        from concurrent.futures import ThreadPoolExecutor

        def go(name):
            client = TestClient(
                app, base_url="http://localhost", raise_server_exceptions=False
            )  # it is started already
            return post_setup(client, link, login=name).status_code

        with ThreadPoolExecutor(2) as pool:
            statuses = sorted(pool.map(go, ["noor", "jan"]))
    finally:
        app.dependency_overrides = {}
    assert statuses[0] == 303
    assert statuses[1] in (404, 409)
    with Session(own_engine) as db:
        assert len(db.exec(select(Shop)).all()) == len(db.exec(select(Worker)).all()) == 1


def test_without_tls_another_machine_gets_no_form(client, link):
    client.base_url = "http://werkwinkel.example"
    assert 'type="password"' not in client.get(link).text
    answer = post_setup(client, link)
    assert answer.status_code == 403
    assert session_cookie.LOCAL_COOKIE not in answer.headers.get("set-cookie", "")


def test_the_form_as_a_fragment_is_that_block_of_the_page(client, link):
    whole = client.get(link).text
    part = client.get(link, headers={"HX-Request-Type": "partial"}).text
    squeeze = lambda html: re.sub(r"\s+", "", html)  # noqa: E731
    assert squeeze(part) in squeeze(whole)
