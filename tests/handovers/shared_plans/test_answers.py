"""The question on a shared plan, and how the answer reaches the responsible worker."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import ResponsibilityReason
from app.handovers.shared_plans import actions, queries, rules
from app.handovers.shared_plans.models import PlanAnswer
from app.handovers.shared_plans.plan_link_actor import PlanLinkActor
from app.web.pages import env
from tests.world import NOON, TODAY


def answers(db):
    return [row.spoken for row in db.exec(select(PlanAnswer).order_by(PlanAnswer.id))]


def waiting(shop, who, **options):
    return [(one.called, one.answer.spoken) for one in queries.unseen_answers(shop.db, shop.as_(who), NOON, **options)]


def count(shop, who) -> int:
    return shop.db.scalar(queries.unseen_count(shop.as_(who), NOON))


def test_an_answer_is_acknowledged_and_a_repeat_counts_once(phone, db):
    for _ in range(2):
        answer = phone.says("no")
        assert answer.status_code == 200
        assert answer.url.path == f"/plan/{phone.token}"
        assert 'role="status"' in answer.text
    assert answers(db) == [False]


def test_a_changed_answer_and_another_day_add_an_answer(phone, shop, db):
    phone.says("no")
    phone.says("yes")
    assert answers(db) == [False, True]
    actions.record_answer(db, phone.link, spoken=True, by=PlanLinkActor(phone.link), at=NOON + timedelta(days=1))
    assert answers(db) == [False, True, True]


def test_answers_through_a_link_are_limited_per_day(phone, db):
    for spoken in ("yes", "no") * rules.MOST_ANSWERS_A_DAY:
        phone.says(spoken)
    assert len(answers(db)) == rules.MOST_ANSWERS_A_DAY


@pytest.mark.parametrize("typed", [{}, {"spoken": "maybe"}, {"spoken": "yes", "person": "other"}])
def test_an_invalid_answer_changes_nothing(phone, db, typed):
    phone.client.cookies.clear()
    phone.client.post(f"/plan/{phone.token}/answer", data=typed)
    assert answers(db) == []


def test_an_answer_from_another_site_is_refused(phone, db):
    phone.client.cookies.clear()
    answer = phone.client.post(
        f"/plan/{phone.token}/answer", data={"spoken": "yes"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert answers(db) == []


def test_the_audit_log_names_the_link_and_no_worker(phone, shop, db):
    phone.says("no")
    line = db.exec(select(AuditEntry).where(AuditEntry.subject == "plan_answer")).one()
    assert (line.worker_id, line.person_id, line.basis) == (None, shop.hatice.id, f"plan link {phone.link.key}")


def test_it_waits_for_the_responsible_worker_and_on_request_for_the_coordinator(phone, shop):
    phone.says("no")
    assert waiting(shop, "samira") == [("Hatice Yıldız", False)]
    assert waiting(shop, "joost") == waiting(shop, "carla") == waiting(shop, "olaf") == []
    assert waiting(shop, "carla", everybody=True) == [("Hatice Yıldız", False)]
    assert waiting(shop, "joost", everybody=True) == []
    assert (count(shop, "samira"), count(shop, "joost")) == (1, 0)


def test_it_moves_with_the_responsibility(phone, shop):
    phone.says("no")
    journeys.move_responsibility(
        shop.db,
        shop.journey,
        shop.joost,
        ResponsibilityReason.REASSIGNED,
        word="verlof",
        by=shop.as_("samira"),
        at=NOON,
    )
    assert waiting(shop, "samira") == []
    assert waiting(shop, "joost") == [("Hatice Yıldız", False)]


def test_only_the_latest_answer_counts_and_seeing_it_clears_earlier_ones(as_, phone, shop, db):
    phone.says("no")
    phone.says("yes")
    assert waiting(shop, "samira") == [("Hatice Yıldız", True)]
    last = db.exec(select(PlanAnswer).order_by(PlanAnswer.id.desc())).first()
    step = (shop.journey.next_what, shop.journey.next_on, shop.journey.version)
    answer = as_(shop.samira).post(f"/plan-answers/{last.key}/seen", follow_redirects=False)
    assert answer.headers["location"] == "/people"
    assert waiting(shop, "samira") == []
    assert count(shop, "samira") == 0
    assert {row.seen_by_id for row in db.exec(select(PlanAnswer))} == {shop.samira.id}
    assert (shop.journey.next_what, shop.journey.next_on, shop.journey.version) == step


@pytest.mark.parametrize("who", ["hanna", "fatima", "marleen", "olaf"])
def test_others_cannot_mark_it_as_seen(as_, phone, shop, db, who):
    phone.says("no")
    there = f"/plan-answers/{db.exec(select(PlanAnswer)).one().key}/seen"
    assert as_(getattr(shop, who)).post(there).status_code == 404
    assert count(shop, "samira") == 1


def test_the_list_shows_name_next_step_and_phone_number(phone, shop):
    phone.says("no")
    found = queries.unseen_answers(shop.db, shop.as_("samira"), NOON)
    text = env.get_template("handovers/shared_plans/answers.html").render(answers=found, today=TODAY)
    for words in ("Hatice Yıldız", f"/people/{shop.hatice.key}", "vandaag", "tel:0612345678", "nog niet gesproken"):
        assert words in text
    assert env.get_template("handovers/shared_plans/answers.html").render(answers=[], today=TODAY).strip() == ""
