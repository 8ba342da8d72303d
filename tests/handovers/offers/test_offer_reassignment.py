"""Open offers move to the new responsible worker; the former one sees their status for thirty days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.core.state_machine import Refused
from app.guidance.caseloads import bulk_reassignment_actions, leave_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_OFFICE_TEAM
from app.guidance.caseloads.facts import SuccessorChoice
from app.handovers.lifecycle.models import Kind, State
from app.handovers.offers import closing_actions, message_actions, receiver_actions, sender_actions
from app.messages.notifications.labels import NoticeKind
from app.messages.notifications.models import Notice
from app.screens.staff import offboarding_actions
from tests.world import NOON, TODAY


def told(shop) -> set[str]:
    notices = shop.db.exec(select(Notice).where(Notice.kind == NoticeKind.MOVED_ALONG))
    return {notice.worker.login for notice in notices}


def by_reassignment(shop):
    shop.reassign("joost", by="samira")


def by_leave(shop):
    samira = shop.as_("samira")
    rows = bulk_reassignment_actions.reassignment_preview(
        shop.db,
        bulk_reassignment_actions.locked_caseload(shop.db, shop.samira, by=samira),
        SuccessorChoice(rest={FRONT_OFFICE_TEAM: shop.joost.key}),
        without={shop.samira.id},
        by=samira,
        today=TODAY,
    )
    leave_actions.start_leave(shop.db, shop.samira, rows, first=TODAY, last=None, word="leave", by=samira, at=NOON)


def by_departure(shop):
    offboarding_actions.offboard(shop.db, shop.samira, front=shop.joost, partner=None, by=shop.as_("anton"), at=NOON)


@pytest.mark.parametrize("moves", [by_reassignment, by_leave, by_departure])
@pytest.mark.parametrize("state", [State.OFFERED, State.CONSIDERING, State.WAITLISTED, State.ACCEPTED])
def test_an_open_offer_moves_with_the_responsibility_and_is_recorded_and_announced(shop, as_, moves, state):
    handover = shop.in_state(state)
    version = handover.version
    moves(shop)
    assert (handover.state, handover.version) == (state, version + 1)
    last = handover.moves[-1]
    assert (last.from_state, last.to_state, last.reason) == (state, state, "ging mee naar Joost Visser")
    expected = {"joost", "fatima", "dirk"} if state != State.ACCEPTED else {"joost", "fatima"}
    assert told(shop) - {"samira"} == expected
    page = as_(shop.joost).get(f"/handovers/{handover.key}").text
    assert "Jij bent intussen de vaste contactpersoon." in page


def test_the_former_worker_is_notified_when_somebody_else_reassigned(shop):
    shop.in_state(State.OFFERED)
    shop.reassign("joost", by="carla")
    assert told(shop) == {"samira", "joost", "fatima", "dirk"}


@pytest.mark.parametrize("state", [State.DRAFT, State.RUNNING, State.DECLINED, State.COMPLETED])
def test_only_open_offers_get_a_line_in_their_history(shop, state):
    handover = shop.in_state(state)
    moves = len(handover.moves)
    by_reassignment(shop)
    assert len(handover.moves) == moves
    assert not told(shop)


def test_offers_move_when_a_partner_takes_over_and_when_it_gives_back(shop):
    other = shop.in_state(State.OFFERED, receiver=shop.pozitive)
    running = shop.in_state(State.RUNNING, kind=Kind.TRANSFER)
    assert other.moves[-1].reason == "ging mee naar Fatima Amrani"
    closing_actions.give_back(
        shop.db, running, "moved", next_what="Call", next_on=TODAY, by=shop.as_("fatima"), at=NOON
    )
    assert other.moves[-1].reason == "ging mee naar Samira Bouzid"


def test_an_acceptance_is_undone_by_its_worker_and_not_by_whoever_reassigned(shop):
    handover = shop.in_state(State.ACCEPTED)
    shop.reassign("joost", by="carla")
    with pytest.raises(Refused):
        receiver_actions.undo(shop.db, handover, by=shop.as_("carla"), at=NOON)
    receiver_actions.undo(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    assert handover.state == State.OFFERED


def test_a_form_from_before_the_move_is_refused_naming_who_changed_it(shop, as_):
    handover = shop.in_state(State.OFFERED)
    version = handover.version
    shop.reassign("joost", by="carla")
    answer = as_(shop.fatima).post(
        f"/handovers/{handover.key}/question", data={"text": "Since when?", "version": str(version)}
    )
    assert answer.status_code == 409
    assert "Carla Post" in answer.text


def test_the_timeline_of_the_person_lists_an_acceptance_once(shop, as_):
    shop.in_state(State.ACCEPTED)
    by_reassignment(shop)
    page = as_(shop.joost).get(f"/people/{shop.hatice.key}").text
    assert page.count("overdracht aangenomen door DOCK") == 1


# -- thirty days -------------------------------------------------------------------------------------------------------
DAY_30, DAY_31 = (datetime(2026, 4, day, 20, tzinfo=UTC) for day in (2, 3))
SECRETS = ("Hatice", "Help with the bills", "kitchen", "0612345678", "Two months behind", "She owes a lot")


def test_a_former_worker_sees_the_status_for_thirty_days(shop, later):
    handover = shop.in_state(State.OFFERED)
    by_reassignment(shop)
    page = later(shop.samira, DAY_30).get("/people").text
    assert "Overgedragen: hoe het nu gaat" in page
    assert f'href="/handovers/{handover.key}"' in page
    assert "Joost Visser" in page
    assert "Overgedragen: hoe het nu gaat" not in later(shop.samira, DAY_31).get("/people").text


def of_fatima(shop):
    """Fatima of DOCK was responsible, asked Pozitive to help, and gave the handover back."""
    running = shop.in_state(State.RUNNING, kind=Kind.TRANSFER)
    handover = sender_actions.draft(
        shop.db,
        shop.journey,
        shop.pozitive,
        question="Help with the bills",
        shared=("contact",),
        by=shop.as_("fatima"),
        at=NOON,
    )
    shop.consent(shop.pozitive, ("contact",))
    sender_actions.offer(shop.db, handover, by=shop.as_("fatima"), at=NOON)
    closing_actions.give_back(
        shop.db, running, "moved", next_what="Call", next_on=TODAY, by=shop.as_("fatima"), at=NOON
    )
    message_actions.write_message(shop.db, handover, "She owes a lot", by=shop.as_("samira"), at=NOON)
    return handover


def test_a_former_worker_of_a_partner_sees_the_status_but_not_the_story(shop, later):
    handover = of_fatima(shop)
    client = later(shop.fatima, DAY_30)
    people, page = client.get("/people").text, client.get(f"/handovers/{handover.key}")
    assert f'href="/handovers/{handover.key}"' in people
    assert page.status_code == 200
    assert "aangeboden" in page.text
    assert "Samira Bouzid" in page.text
    for secret in SECRETS:
        assert secret not in page.text
        assert secret not in people
    client = later(shop.fatima, DAY_31)
    assert client.get(f"/handovers/{handover.key}").status_code == 404
    assert handover.key not in client.get("/people").text


def test_the_status_gives_no_access_to_moves_or_history(shop, later):
    handover = of_fatima(shop)
    client = later(shop.fatima, DAY_30)
    assert client.get(f"/handovers/{handover.key}/history").status_code == 404
    assert client.post(f"/handovers/{handover.key}/messages", data={"text": "x"}).status_code == 404
    assert later(shop.dirk, DAY_30).get(f"/handovers/{handover.key}").status_code == 404  # never responsible


def test_a_former_worker_does_not_see_later_offers(shop, later):
    of_fatima(shop)
    after = shop.draft(shop.pozitive, shared=("contact",))
    sender_actions.offer(shop.db, after, by=shop.as_("samira"), at=NOON + timedelta(hours=1))
    client = later(shop.fatima, DAY_30)
    assert client.get(f"/handovers/{after.key}").status_code == 404
    assert after.key not in client.get("/people").text


def test_a_worker_who_is_responsible_again_has_nothing_handed_over(shop, as_):
    shop.in_state(State.OFFERED)
    by_reassignment(shop)
    shop.reassign("samira", by="joost")
    assert "Overgedragen: hoe het nu gaat" not in as_(shop.samira).get("/people").text
