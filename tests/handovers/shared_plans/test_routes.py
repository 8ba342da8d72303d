"""The worker's side: the plan in two languages, on paper or through a link; who may create and withdraw links."""

from datetime import timedelta

import pytest
import segno
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.guidance.journeys.models import StepTaker
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions
from app.handovers.lifecycle.models import Kind as Handing
from app.handovers.lifecycle.models import State
from app.handovers.shared_plans.models import PlanLink
from app.web.i18n import catalogue
from tests.conftest import HTMX
from tests.handovers.shared_plans.conftest import address_in
from tests.world import NOON, TODAY


def plan(client, person, **params):
    return client.get(f"/people/{person.key}/plan", params=params)


def give(client, person, **typed):
    return client.post(f"/people/{person.key}/plan/links", data={"language": "ar", "weeks": "4"} | typed)


def translated(message, code, **names):
    return catalogue(code).gettext(message) % names if names else catalogue(code).gettext(message)


def test_the_plan_is_in_the_persons_language_and_in_dutch(as_, shop):
    text = plan(as_(shop.samira), shop.hatice).text
    for code in ("tr", "nl"):  # Hatice speaks "Turks, een beetje Nederlands"
        assert f'<article lang="{code}" dir="ltr">' in text
        assert translated("If it stays quiet", code) in text
    assert translated("If it stays quiet", "en") not in text
    assert text.count("tel:0611112222") == text.count("tel:0301234567") == 2


def test_another_language_can_be_chosen_and_dutch_shows_once(as_, shop):
    client = as_(shop.samira)
    assert '<article lang="ar" dir="rtl">' in plan(client, shop.hatice, language="ar").text
    assert plan(client, shop.hatice, language="nl").text.count("<article") == 1
    assert '<article lang="tr"' in plan(client, shop.hatice, language="xx").text


def test_the_plan_lists_all_steps_with_who_takes_them(as_, shop):
    later = Step("Naar de taalles", TODAY + timedelta(days=9), shop.samira, by=StepTaker.PERSON)
    theirs = Step("Op bezoek", TODAY + timedelta(days=12), shop.samira, by=StepTaker.PARTNER, organisation=shop.dock)
    for step in (later, theirs):
        actions.add_step(shop.db, shop.journey, step, by=shop.as_("samira"), at=NOON)
    text = plan(as_(shop.samira), shop.hatice, language="nl").text
    places = [
        text.index(words)
        for words in ("Call", "Naar de taalles", translated("you yourself", "nl"), "Op bezoek", "DOCK")
    ]
    assert places == sorted(places)
    assert text.index("dinsdag 3 maart") < text.index("donderdag 12 maart")


def test_sections_are_named_for_visitors_and_obstacles_stay_unnamed(as_, shop):
    shop.consent(sections=("contact", "wishes", f"obstacle:{shop.debts.key}"))
    text = plan(as_(shop.samira), shop.hatice, language="uk").text
    for code in ("uk", "nl"):
        assert all(translated(words, code) in text for words in ("what you would like", "what makes it difficult"))
    assert "geldzorgen" not in text
    assert translated("We share nothing about you outside the Werkwinkel.", "nl") not in text


def test_viewing_a_plan_is_logged(as_, shop, db):
    plan(as_(shop.samira), shop.hatice)
    line = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ, AuditEntry.what == "plan")).one()
    assert (line.person_id, line.worker_id) == (shop.hatice.id, shop.samira.id)


def test_a_link_is_shown_once_with_its_qr_code_and_stored_as_a_digest(as_, shop, db):
    client = as_(shop.samira)
    text = give(client, shop.hatice).text
    token = address_in(text)
    drawn = segno.make(f"http://localhost/plan/{token}", error="m").svg_inline(omitsize=True, dark="#000", light="#fff")
    assert drawn in text
    link = db.exec(select(PlanLink)).one()
    assert (link.language, link.until, link.made_by_id) == ("ar", TODAY + timedelta(weeks=4), shop.samira.id)
    assert token not in str(link.model_dump())
    assert token not in str([line.model_dump() for line in db.exec(select(AuditEntry))])
    assert token not in plan(client, shop.hatice).text


def test_the_same_form_twice_creates_one_link(as_, shop, db):
    client = as_(shop.samira)
    for _ in range(2):
        give(client, shop.hatice, intention="once")
    assert len(db.exec(select(PlanLink)).all()) == 1


@pytest.mark.parametrize("typed", [{"weeks": "400"}, {"language": "xx"}, {"until": "2099-01-01"}])
def test_no_link_with_a_period_or_language_that_is_not_offered(as_, shop, db, typed):
    answer = give(as_(shop.samira), shop.hatice, **typed)
    assert answer.status_code == 422
    assert db.exec(select(PlanLink)).all() == []


def test_other_links_stop_only_on_request(as_, shop, db):
    client = as_(shop.samira)
    give(client, shop.hatice)
    give(client, shop.hatice)
    assert [link.withdrawn_at for link in db.exec(select(PlanLink))] == [None, None]
    give(client, shop.hatice, only="on")
    assert [bool(link.withdrawn_at) for link in db.exec(select(PlanLink).order_by(PlanLink.id))] == [True, True, False]


def test_the_front_office_withdraws_a_link_once(as_, shop, phone):
    client = as_(shop.joost)
    there = f"/plan-links/{phone.link.key}/withdrawal"
    assert there in plan(client, shop.hatice).text
    assert client.post(there, follow_redirects=False).headers["location"] == f"/people/{shop.hatice.key}/plan"
    assert there not in plan(client, shop.hatice).text
    assert client.post(there).status_code == 409


@pytest.mark.parametrize("who", ["hanna", "fatima", "karim", "marleen", "anton", "petra", "olaf"])
def test_others_cannot_view_create_or_withdraw(as_, shop, phone, who):
    client = as_(getattr(shop, who))
    assert plan(client, shop.hatice).status_code == 404
    assert give(client, shop.hatice).status_code == 404
    assert client.post(f"/plan-links/{phone.link.key}/withdrawal").status_code == 404
    assert phone.opens().status_code == 200


def test_only_a_responsible_partner_can_share_a_plan(as_, shop):
    shop.in_state(State.RUNNING, shared=("contact", "steps"))
    assert plan(as_(shop.fatima), shop.hatice).status_code == 404
    shop.in_state(State.RUNNING, kind=Handing.TRANSFER)
    text = plan(as_(shop.fatima), shop.hatice).text
    assert "Fatima Amrani" in text


def test_a_partner_sees_in_the_plan_only_what_is_shared_with_itself(as_, shop):
    shop.consent(shop.pozitive, ("situation",))
    shop.in_state(State.RUNNING, kind=Handing.TRANSFER)
    client = as_(shop.fatima)
    for text in (plan(client, shop.hatice).text, give(client, shop.hatice).text):
        assert "DOCK" in text
        assert "Pozitive" not in text
        assert translated("Would you like to know what others may see? Ask us.", "nl") in text
    phone = client.get(f"/plan/{address_in(text)}")
    assert "DOCK" in phone.text
    assert "Pozitive" not in phone.text


def test_without_an_open_journey_there_is_no_plan(as_, shop):
    client = as_(shop.samira)
    text = plan(client, shop.kwame).text
    assert translated("There is no plan to give: this person has no open journey.", "nl") in text
    assert "<article" not in text
    assert give(client, shop.kwame).status_code == 404


def test_the_fragment_equals_that_block_of_the_page(as_, shop):
    client = as_(shop.samira)
    there = f"/people/{shop.hatice.key}/plan"
    fragment, whole = client.get(there, headers=HTMX).text, client.get(there).text

    def steady(text):  # but for the name of the next intention
        return "".join(line for line in text.splitlines() if "intention" not in line)

    assert steady(fragment).strip() in steady(whole)
    assert "<html" not in fragment
