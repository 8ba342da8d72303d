"""New links go only to the registered address; the sender sees the status of the mail."""

import pytest
from sqlmodel import select

from app.core.settings import settings
from app.handovers.offer_links.models import OfferLink, OfferLinkUse
from app.handovers.offers import sender_actions
from app.messages.mail_outbox.models import Letter, LetterState
from app.shop.partners.queries import active_partner
from tests.handovers.offer_links.conftest import ADDRESS, link_in_mail, offered, translated
from tests.world import NOON

LINK_REQUESTED = "If this is still open, you will get an email shortly."


@pytest.fixture(autouse=True)
def mail_is_on(monkeypatch):
    monkeypatch.setattr(settings(), "mail_server", "smtp://localhost")


@pytest.fixture
def ran_out(ine, db):
    ine.link.until = NOON
    for letter in db.exec(select(Letter)):
        letter.state = LetterState.SENT
    db.flush()
    return ine


def asks(ine, token=None):
    ine.client.cookies.clear()
    answer = ine.client.post(f"/offer/{token or ine.token}/renewal")
    assert answer.status_code == 200
    assert translated(LINK_REQUESTED) in answer.text
    return answer.text.replace(token or ine.token, "")


def waiting(db) -> list[Letter]:
    """The mails with a link that have yet to go."""
    return list(db.exec(select(Letter).where(Letter.state == LetterState.WAITING, Letter.fills == "offer_link")))


def test_a_new_link_goes_to_the_registered_address_and_names_nobody(ran_out, handover, db):
    asks(ran_out)
    letter = waiting(db)[0]
    assert (letter.address, letter.fills, letter.about) == (ADDRESS, "offer_link", f"/handovers/{handover.key}")
    assert letter.organisation_id == handover.receiver_id
    assert "{link}" in letter.text
    for word in ("Hatice", "Help with the bills", handover.key):
        assert word not in letter.subject + letter.text
    assert [use.what for use in db.exec(select(OfferLinkUse))] == ["new link asked"]


def test_a_new_link_never_goes_to_an_old_address(ran_out, shop, db):
    active_partner(db, shop.shop.id, shop.pozitive.id).email = "new@pozitive.example"
    db.flush()
    asks(ran_out)
    assert [letter.address for letter in waiting(db)] == ["new@pozitive.example"]


def test_every_link_gets_the_same_response_and_only_a_real_one_a_mail(ran_out, handover, shop, db):
    known, unknown = asks(ran_out), asks(ran_out, "x" * 43)
    assert known == unknown
    assert len(waiting(db)) == 1


@pytest.mark.parametrize("why", ["ended", "taken back", "no address"])
def test_nothing_is_mailed_once_the_offer_is_closed_to_the_partner(ran_out, handover, shop, db, why):
    if why == "ended":
        sender_actions.withdraw(db, handover, by=shop.as_("samira"), at=NOON)
    if why == "taken back":
        ran_out.link.withdrawn_at = NOON
    if why == "no address":
        active_partner(db, shop.shop.id, shop.pozitive.id).email = ""
    db.flush()
    asks(ran_out)
    assert waiting(db) == []


def test_at_most_three_new_links_a_day(ran_out, db):
    for _ in range(5):
        asks(ran_out)
        for letter in waiting(db):
            letter.state = LetterState.SENT
        db.flush()
    assert len(db.exec(select(OfferLinkUse)).all()) == 3


def test_no_second_mail_while_one_is_waiting(ran_out, db):
    asks(ran_out)
    asks(ran_out)
    assert len(waiting(db)) == 1


def page_of(as_, shop, handover, who="samira"):
    return as_(getattr(shop.world, who)).get(f"/handovers/{handover.key}/link")


def test_the_sender_sees_where_it_went_and_whether_it_was_opened(as_, ine, shop, handover, db):
    ine.opens()
    ine.sends("question", text="Since when?")
    text = page_of(as_, shop, handover).text
    assert "i…@pozitive.example" in text
    assert ADDRESS not in text
    assert ine.token not in text
    assert translated("asked a question").capitalize() in text
    assert f'href="/handovers/{handover.key}/link"' in as_(shop.samira).get(f"/handovers/{handover.key}").text


def test_the_sender_mails_a_link_again_and_withdraws_it(as_, ran_out, shop, handover, db):
    samira = as_(shop.samira)
    for _ in range(2):
        samira.post(f"/handovers/{handover.key}/link", data={"intention": "one"})
    assert len(waiting(db)) == 1
    assert link_in_mail(db, handover)
    samira.post(f"/handovers/{handover.key}/link/withdrawal")
    assert waiting(db) == []
    assert all(link.withdrawn_at for link in db.exec(select(OfferLink)))
    asks(ran_out)
    assert waiting(db) == []


def test_with_mail_turned_off_no_link_is_offered(as_, shop, handover, monkeypatch):
    monkeypatch.setattr(settings(), "mail_server", "")
    page = page_of(as_, shop, handover).text
    assert "WERKWINKEL_MAIL_SERVER" in page
    assert f'action="/handovers/{handover.key}/link"' not in page


def test_without_an_address_the_page_says_what_to_do(as_, shop, handover, db):
    active_partner(db, shop.shop.id, shop.pozitive.id).email = ""
    db.flush()
    page = page_of(as_, shop, handover)
    assert translated(
        "No email address is registered for this partner. An administrator can add one under Organisations."
    ) in (page.text)
    assert as_(shop.samira).post(f"/handovers/{handover.key}/link", data={"intention": "two"}).status_code == 409


@pytest.mark.parametrize("who", ["fatima", "dirk", "hanna", "marleen", "anton", "olaf"])
def test_only_the_sending_side_sees_the_status(as_, shop, handover, who):
    assert page_of(as_, shop, handover, who).status_code == 404


def test_only_the_responsible_worker_mails_or_withdraws(as_, ran_out, shop, handover, db):
    joost = as_(shop.joost)
    assert page_of(as_, shop, handover, "joost").status_code == 200
    assert joost.post(f"/handovers/{handover.key}/link", data={"intention": "j"}).status_code == 409
    assert joost.post(f"/handovers/{handover.key}/link/withdrawal").status_code == 409
    assert waiting(db) == []


def test_a_partner_with_an_account_needs_no_link(as_, shop, db):
    handover = offered(shop, receiver=shop.dock)
    assert f"/handovers/{handover.key}/link" not in as_(shop.samira).get(f"/handovers/{handover.key}").text
