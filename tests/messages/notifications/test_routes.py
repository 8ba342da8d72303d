"""The list of notices, email preferences, and undelivered emails."""

import re

import pytest
from sqlmodel import select

from app.messages.mail_outbox import actions as mail_outbox_actions
from app.messages.mail_outbox.models import LetterState
from app.messages.notifications import actions, queries
from app.messages.notifications.labels import NoticeKind
from app.messages.notifications.models import MailFrequency, NoticePreference
from tests.conftest import HTMX
from tests.world import NOON


def notify(world, *workers, kind=NoticeKind.OFFERED, about="/handovers", shop=None):
    return actions.notify(world.db, workers, kind, shop_id=(shop or world.shop).id, about=about, at=NOON)


def undeliverable(world, **more):
    more = {"worker_id": world.fatima.id, "address": "fatima@dock.example"} | more
    letter = mail_outbox_actions.enqueue(
        world.db, shop_id=world.shop.id, subject="Er wacht een overdracht", text="…", language="nl", at=NOON, **more
    )
    letter.state, letter.trouble, letter.tries = LetterState.DEAD, "550 No such mailbox", 1
    world.db.flush()
    return letter


def keys_in(page) -> list[str]:
    return re.findall(r'id="notice-(\w+)"', page.text)


def test_workers_see_their_own_notices_newest_first_and_the_navigation_counts_unseen_ones(as_, world):
    (first,), (second,) = notify(world, world.fatima), notify(world, world.fatima, kind=NoticeKind.FEEDBACK)
    notify(world, world.dirk)
    page = as_(world.fatima).get("/notices")
    assert keys_in(page) == [second.key, first.key]
    assert re.search(
        r'href="/notices" aria-current="page"><span>Berichten</span> <span class="count">2</span>', page.text
    )


def test_opening_a_notice_goes_to_its_page_and_marks_it_seen(as_, world):
    (notice,) = notify(world, world.fatima, about="/handovers")
    answer = as_(world.fatima).post(f"/notices/{notice.key}/opening", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/handovers")
    assert notice.seen_at == NOON
    assert '<span class="count">' not in as_(world.fatima).get("/notices").text


def test_a_notice_never_leads_to_another_site(as_, world):
    (notice,) = notify(world, world.fatima, about="//elsewhere.example")
    assert as_(world.fatima).post(f"/notices/{notice.key}/opening", follow_redirects=False).headers["location"] == "/"


def test_reading_the_list_marks_nothing_seen(as_, world):
    (notice,) = notify(world, world.fatima)
    as_(world.fatima).get("/notices")
    assert notice.seen_at is None


@pytest.mark.parametrize("who", ["dirk", "samira", "carla"])
def test_nobody_can_open_the_notice_of_another_worker(who, as_, world):
    (notice,) = notify(world, world.fatima)
    assert as_(getattr(world, who)).post(f"/notices/{notice.key}/opening").status_code == 404
    assert notice.seen_at is None


def test_marking_all_seen_leaves_the_notices_of_others(as_, world):
    mine, other = notify(world, world.fatima) + notify(world, world.fatima), notify(world, world.dirk)
    as_(world.fatima).post("/notices/seen")
    assert [n.seen_at for n in mine + other] == [NOON, NOON, None]


def test_older_notices_are_on_the_next_page(as_, world):
    keys = [notify(world, world.fatima)[0].key for _ in range(queries.PAGE_SIZE + 5)]
    first = as_(world.fatima).get("/notices")
    assert keys_in(first) == keys[::-1][: queries.PAGE_SIZE]
    notify(world, world.fatima)  # a new notice does not shift the pages
    older = as_(world.fatima).get(re.search(r'href="(/notices\?before=\w+)"', first.text)[1])
    assert keys_in(older) == keys[:5][::-1]
    assert "data-events" not in older.text


def test_the_fragment_equals_its_block_of_the_page(as_, world):
    notify(world, world.fatima), notify(world, world.fatima, kind=NoticeKind.RETURNED)
    client = as_(world.fatima)
    fragment, whole = client.get("/notices", headers=HTMX).text, client.get("/notices").text
    assert "<html" not in fragment
    assert fragment.strip()
    assert fragment.strip() in whole


@pytest.mark.parametrize("who", ["hanna", "marleen", "anton", "petra"])
def test_roles_that_follow_nobody_have_no_notices(who, as_, world):
    for path in ("/notices", "/notices/choice", "/notices/events", "/undelivered"):
        assert as_(getattr(world, who)).get(path).status_code == 404, path


def test_workers_choose_how_often_and_where_they_are_emailed(as_, world):
    client = as_(world.fatima)
    page = client.get("/notices/choice").text
    assert 'value="at_once" id="pace" checked' in re.sub(r"\s+", " ", page)
    client.post("/notices/choice", data={"pace": "daily", "email": "fatima@dock.example"})
    assert world.db.get_one(NoticePreference, world.fatima.id).pace == MailFrequency.DAILY
    assert world.fatima.email == "fatima@dock.example"
    client.post("/notices/choice", data={"pace": "none", "email": ""})
    assert (queries.mail_frequency(world.db, world.fatima.id), world.fatima.email) == (MailFrequency.NONE, "")
    assert "/notices/choice" in client.get("/account").text


@pytest.mark.parametrize(
    "typed", [{"pace": "daily", "email": ""}, {"pace": "daily", "email": "fatima at dock"}, {"pace": "hourly"}]
)
def test_invalid_preferences_are_refused_and_the_input_is_kept(typed, as_, world):
    answer = as_(world.fatima).post("/notices/choice", data=typed)
    assert answer.status_code == 422
    assert typed.get("email", "") in answer.text
    assert world.db.exec(select(NoticePreference)).all() == []


def test_the_administrator_can_set_the_address_of_a_worker(as_, world):
    client = as_(world.anton)
    client.post(f"/workers/{world.fatima.key}/email", data={"email": "fatima@dock.example"})
    assert world.fatima.email == "fatima@dock.example"
    assert client.post(f"/workers/{world.fatima.key}/email", data={"email": "a@b, c@d"}).status_code == 422
    assert client.post(f"/workers/{world.olaf.key}/email", data={"email": "a@b.nl"}).status_code == 404


def test_the_coordinator_sees_undelivered_emails_and_why(as_, world):
    letter = undeliverable(world)
    partner = undeliverable(world, worker_id=None, organisation_id=world.pozitive.id, address="balie@pozitive.example")
    page = as_(world.carla).get("/undelivered").text
    for words in ("Fatima Amrani", "fatima@dock.example", letter.subject, "550 No such mailbox", "Pozitive"):
        assert words in page
    assert page.index(partner.key) < page.index(letter.key)
    assert "2 mails niet aangekomen" in as_(world.carla).get("/notices").text


def test_an_undelivered_email_can_be_tried_again_or_dismissed(as_, world):
    letter, other = undeliverable(world), undeliverable(world)
    world.fatima.email = "fatima@right.example"
    as_(world.carla).post(f"/undelivered/{letter.key}/retry")
    assert (letter.state, letter.tries, letter.try_at) == (LetterState.WAITING, 0, NOON)
    assert letter.address == "fatima@right.example"
    as_(world.carla).post(f"/undelivered/{other.key}/release")
    assert (other.state, other.text, other.subject) == (LetterState.RECALLED, "", "")
    assert as_(world.carla).post(f"/undelivered/{other.key}/retry").status_code == 404


@pytest.mark.parametrize("who", ["samira", "fatima", "olaf"])
def test_only_a_coordinator_of_the_shop_handles_its_undelivered_emails(who, as_, world):
    letter = undeliverable(world)
    client = as_(getattr(world, who))
    assert client.get("/undelivered").status_code == 404
    assert client.post(f"/undelivered/{letter.key}/retry").status_code == 404
    assert letter.state == LetterState.DEAD
