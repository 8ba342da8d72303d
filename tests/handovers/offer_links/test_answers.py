"""Answering through a link: only what is possible now, once, under a name, and never over another answer."""

from datetime import time

import pytest
from sqlmodel import select

from app.accounts.models import Worker
from app.audit.models import AuditEntry
from app.core.clock import moment
from app.handovers.consent_changes import actions
from app.handovers.lifecycle.models import Kind, State, Via
from app.handovers.offer_links.models import OfferLinkUse
from app.handovers.offer_links.queries import find_link
from app.handovers.offers import sender_actions
from app.shop.partners.queries import active_partner
from tests.handovers.offer_links.conftest import NEXT_WEEK, Ine, link_in_mail, new_ine, offered, token_of, translated
from tests.world import NOON


def uses(db) -> list[str]:
    return [use.what for use in db.exec(select(OfferLinkUse).order_by(OfferLinkUse.id)) if use.what != "opened"]


def accepted(ine):
    answer = ine.accepts()
    assert answer.status_code == 200, answer.text
    return answer


def test_accepting_records_the_worker_and_plans_the_introduction(ine, handover, db):
    answer = ine.accepts(follow=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/offer/{ine.token}#stands"
    assert handover.state == State.ACCEPTED
    assert handover.receiver_worker.name == "Ine Smit"
    assert handover.receiver_worker.organisation_id == handover.receiver_id
    assert not handover.receiver_worker.is_active
    assert handover.introductions[-1].planned_for == moment(NEXT_WEEK, time(10, 30))
    last = handover.moves[-1]
    assert (last.via, last.worker.name, last.organisation_id) == (Via.LINK, "Ine Smit", handover.receiver_id)
    assert uses(db) == ["accept"]
    assert translated("You said that you will help. First the three of you meet.") in ine.opens().text
    line = db.exec(select(AuditEntry).where(AuditEntry.subject == "handover_move")).all()[-1]
    assert line.worker_id == last.worker_id
    assert line.basis == f"offer link {ine.link.key} under consent {handover.consent.key}"


def test_the_same_name_is_the_same_worker_and_is_filled_in(ine, handover, shop, db):
    ine.sends("question", text="Since when?", name="Ine  Smit")
    assert 'value="Ine Smit"' in ine.opens().text
    sender_actions.answer(db, handover, "A month.", by=shop.as_("samira"), at=NOON)
    text = ine.opens().text
    assert "Since when?" in text
    assert "A month." in text
    ine.accepts(name="íne smit")
    found = db.exec(select(Worker).where(Worker.name == "Ine Smit")).all()
    assert len(found) == 1
    assert handover.receiver_worker_id == found[0].id


def test_nobody_answers_in_the_name_of_a_worker_with_an_account(client, shop, db):
    """DOCK has accounts now and a link that is still valid: typing Fatima's name does not make one Fatima."""
    active_partner(db, shop.shop.id, shop.dock.id).email = "dock@dock.example"
    handover = offered(shop, receiver=shop.dock)
    token = token_of(link_in_mail(db, handover, address="dock@dock.example"))
    Ine(client, token, find_link(db, token)).accepts(name="Fatima Amrani")
    assert handover.receiver_worker.name == "Fatima Amrani"
    assert handover.receiver_worker_id != shop.fatima.id


def test_a_name_is_required_and_nothing_typed_is_lost(ine, handover):
    answer = ine.sends("question", name="", text="Since when exactly?")
    assert answer.status_code == 422
    assert "Since when exactly?" in answer.text
    assert handover.state == State.OFFERED
    assert ine.sends("question", text="x", extra="1").status_code == 422
    assert ine.sends("question", text="x", version="").status_code == 422


def test_asking_waiting_and_declining(ine, handover, shop, db):
    ine.sends("question", text="Since when?")
    assert handover.state == State.CONSIDERING
    assert handover.messages[-1].text == "Since when?"
    ine.sends("waiting", expected_on=NEXT_WEEK.isoformat())
    assert (handover.state, handover.expected_on) == (State.WAITLISTED, NEXT_WEEK)
    again = ine.sends("refusal", what_then="nothing")
    assert again.status_code == 422
    ine.sends("refusal", reason=shop.reason.key, what_then="front_office", word="vol", person_may_read="on")
    assert handover.state == State.DECLINED
    assert (handover.decline_reason_id, handover.what_then) == (shop.reason.id, "front_office")
    assert handover.person_may_read
    assert uses(db) == ["ask", "waitlist", "decline"]
    assert "Hatice" not in ine.opens().text


def test_support_without_an_account_from_start_to_end(ine, handover, shop, db):
    accepted(ine)
    ine.sends("start", way="in_person")
    assert handover.state == State.RUNNING
    assert handover.introductions[-1].with_all_three
    assert handover.cold_reason == ""
    assert shop.journey.responsible_id == shop.samira.id
    ine.sends("completion", text="All bills are paid.")
    assert (handover.state, handover.feedback) == (State.COMPLETED, "All bills are paid.")
    assert uses(db) == ["accept", "begin", "complete"]
    assert {move.via for move in handover.moves[1:]} == {Via.LINK}
    assert "All bills are paid." not in ine.opens().text


def test_it_can_be_given_back_with_a_reason(ine, handover):
    accepted(ine)
    ine.sends("start")
    ine.sends("return", reason="moved away")
    assert handover.state == State.RETURNED


def test_only_moves_that_are_possible_now_are_shown_and_accepted(ine, handover, shop):
    text = ine.opens().text
    nouns = {"acceptance", "question", "waiting", "refusal"}
    assert {n for n in (*nouns, "start", "completion", "return") if f'/{n}"' in text} == nouns
    for noun, typed in {"start": {}, "completion": {"text": "x"}, "return": {"reason": "x"}}.items():
        assert ine.sends(noun, **typed).status_code == 409, noun
    assert handover.state == State.OFFERED
    assert ine.client.post(f"/offer/{ine.token}/withdrawal").status_code == 404


def test_a_transfer_needs_an_account(client, shop, db):
    handover = offered(shop, kind=Kind.TRANSFER)
    ine = new_ine(client, shop, handover)
    text = accepted(ine).text
    assert (
        translated("You need an account to take over for good. Call the Werkwinkel: they will make one for you.")
        in text
    )
    assert "030 1234567" in text
    assert "/start" not in text
    assert ine.sends("start").status_code == 409
    assert shop.journey.responsible_id == shop.samira.id
    assert handover.state == State.ACCEPTED


def test_a_form_sent_twice_counts_once(ine, handover, db):
    version = str(handover.version)
    for _ in range(2):
        assert ine.sends("question", text="Since when?", intention="one", version=version).status_code == 200
    assert len(handover.messages) == 1
    assert uses(db) == ["ask"]


def test_a_second_answer_is_told_who_came_first(ine, handover, db):
    version = str(handover.version)
    ine.sends("question", text="Since when?", name="Ine Smit")
    second = ine.sends("waiting", expected_on=NEXT_WEEK.isoformat(), name="Bob Bos", version=version)
    assert second.status_code == 409
    assert "Ine Smit (Pozitive)" in second.text
    assert handover.state == State.CONSIDERING
    assert db.exec(select(Worker).where(Worker.name == "Bob Bos")).all() == []
    assert uses(db) == ["ask"]


def test_nothing_is_saved_when_consent_is_withdrawn_before_sending(ine, handover, shop, db):
    version = str(handover.version)
    ine.opens()
    actions.withdraw_consent(db, handover.consent, by=shop.as_("samira"), at=NOON)
    answer = ine.accepts(version=version, name="Bob Bos")
    assert answer.status_code == 409
    assert (
        translated("Nothing about this person is shared with you any more. What you sent was not saved.") in answer.text
    )
    assert "Hatice" not in answer.text
    assert db.exec(select(Worker).where(Worker.name == "Bob Bos")).all() == []
    assert uses(db) == []
    assert handover.state == State.WITHDRAWN


@pytest.mark.parametrize(
    ("noun", "typed", "field"),
    [
        ("acceptance", {"on": "2026-03-01", "time": "10:00"}, "on"),
        ("waiting", {"expected_on": "2026-03-01"}, "expected_on"),
        ("refusal", {"reason": "nonsense", "what_then": "nothing"}, "reason"),
        ("question", {"text": "123456782"}, "text"),
    ],
)
def test_an_invalid_value_is_an_error_at_its_field(ine, handover, noun, typed, field):
    answer = ine.sends(noun, **typed)
    assert answer.status_code == 422
    assert f"-{field}-error" in answer.text
    assert handover.state == State.OFFERED


def test_a_form_from_another_site_is_refused(ine, handover):
    for path in ("acceptance", "renewal"):
        answer = ine.client.post(f"/offer/{ine.token}/{path}", data={}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
    assert handover.state == State.OFFERED
