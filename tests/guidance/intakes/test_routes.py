"""The pages of a first intake: saved while typing, continued later, never lost."""

import re

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.guidance.intakes import queries as intake_queries
from app.guidance.intakes.models import Intake, Passage, Section
from app.guidance.journeys import queries
from tests.conftest import HTMX
from tests.world import TODAY

BSN = "111222333"


@pytest.fixture
def intake(as_, world, items):
    as_(world.samira).post(f"/people/{world.hatice.key}/talk")
    return world.db.exec(select(Intake)).one()


def save(client, intake, text, version=0, section="wishes", **more):
    form = {"section": section, "text": text, "version": version, **more}
    return client.post(f"/talks/{intake.key}/passages", data=form, headers=HTMX)


def choices_url(world, intake, code="wishes"):
    """The URL of the choices of a question."""
    question = next(q for q in intake_queries.questions(world.db, world.shop.id) if q.code == code)
    return f"/talks/{intake.key}/choices/{question.key}"


def text_of(world, intake, section=Section.WISHES, subject=""):
    return intake_queries.passage(world.db, intake.id, section, subject).text


def test_starting_twice_gives_one_intake(as_, world, intake):
    answer = as_(world.joost).post(f"/people/{world.hatice.key}/talk", follow_redirects=False)
    assert answer.headers["location"] == f"/talks/{intake.key}"
    assert len(world.db.exec(select(Intake)).all()) == 1


def test_what_is_typed_is_saved_and_shown_when_the_intake_continues(as_, world, intake):
    answer = save(as_(world.samira), intake, "Werken in de zorg")
    assert answer.status_code == 200
    assert "10.30" in answer.text
    page = as_(world.joost).get(f"/talks/{intake.key}").text
    assert "Werken in de zorg" in page
    assert 'name="version" value="1" form="wishes"' in page


def test_saving_the_same_text_twice_saves_once(as_, world, intake):
    client = as_(world.samira)
    save(client, intake, "Werken")
    assert save(client, intake, "Werken").status_code == 200
    assert world.db.exec(select(Passage)).one().version == 1


def test_the_second_of_two_editors_sees_both_versions_and_nothing_is_lost(as_, world, intake):
    save(as_(world.samira), intake, "Werken in de zorg")
    answer = save(as_(world.joost), intake, "Iets met hout", version=0)
    assert answer.status_code == 422
    assert "Werken in de zorg" in answer.text
    assert "Iets met hout" in answer.text
    assert "Samira Bouzid" in answer.text
    assert text_of(world, intake) == "Werken in de zorg"


@pytest.mark.parametrize(
    ("choice", "result"), [("over", "Iets met hout"), ("both", "Werken in de zorg\n\nIets met hout")]
)
def test_the_second_editor_chooses_what_to_keep(as_, world, intake, choice, result):
    save(as_(world.samira), intake, "Werken in de zorg")
    save(as_(world.joost), intake, "Iets met hout", **{choice: 1})
    assert text_of(world, intake) == result


def test_a_resolution_based_on_an_outdated_version_is_refused(as_, world, intake):
    client = as_(world.samira)
    save(client, intake, "Een")
    save(client, intake, "Twee", version=1)
    assert save(client, intake, "Drie", over=1).status_code == 422
    assert text_of(world, intake) == "Twee"


def test_a_bsn_is_refused_at_the_field_and_the_input_stays(as_, world, intake):
    for typed in (BSN, f"Mijn nummer is {BSN[:3]}.{BSN[3:6]}.{BSN[6:]}"):
        answer = save(as_(world.samira), intake, typed)
        assert answer.status_code == 422
        assert "BSN" in answer.text
        whole = as_(world.samira).post(f"/talks/{intake.key}/passages", data={"section": "wishes", "text": typed})
        assert whole.status_code == 422
        assert typed in whole.text
    assert world.db.exec(select(Passage)).all() == []


def test_an_obstacle_has_a_checkbox_and_a_text_of_its_own(as_, world, intake, items):
    client, subject = as_(world.samira), items["money"].key
    save(client, intake, "Huurschuld", section="obstacle", subject=subject, ticked="on")
    assert text_of(world, intake, Section.OBSTACLE, subject) == "Huurschuld"
    assert [p.subject for p in intake_queries.story(world.db, world.hatice.id)] == [subject]
    save(client, intake, "Huurschuld", version=1, section="obstacle", subject=subject)
    assert intake_queries.story(world.db, world.hatice.id) == []


def test_two_workers_who_tick_topics_at_once_keep_both(as_, world, intake, items):
    client = as_(world.samira)
    for code in ("work", "study"):  # each page was loaded before anything was ticked
        answer = client.post(choices_url(world, intake), data={"chosen": items[code].key}, headers=HTMX)
        assert answer.status_code == 200
    chosen = {p.subject for p in intake_queries.story(world.db, world.hatice.id)}
    assert chosen == {items["work"].key, items["study"].key}
    client.post(choices_url(world, intake), data={"seen": [*chosen], "chosen": items["work"].key})
    assert [p.subject for p in intake_queries.story(world.db, world.hatice.id)] == [items["work"].key]


@pytest.mark.parametrize("who", ["hanna", "fatima", "marleen", "anton", "petra", "olaf"])
def test_only_the_front_office_reads_and_writes_an_intake(as_, world, intake, who):
    client = as_(getattr(world, who))
    assert client.get(f"/talks/{intake.key}").status_code == 404
    assert save(client, intake, "Weg").status_code == 404
    assert client.get(f"/people/{world.hatice.key}/talk").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("section", "secrets"),
        ("version", "many"),
        ("version", str(2**70)),
        ("text", "a" * 10_001),
        ("text", "a\x00b"),
        ("extra", "1"),
    ],
)
def test_invalid_input_gets_a_clear_response(as_, world, intake, field, typed):
    form = {"section": "wishes", "text": "Werken", "version": "0"} | {field: typed}
    assert as_(world.samira).post(f"/talks/{intake.key}/passages", data=form).status_code in (404, 422)


def test_the_status_line_of_a_passage_equals_that_of_the_whole_page(as_, world, intake):
    client = as_(world.samira)
    fragment = save(client, intake, "Werken").text
    page = client.get(f"/talks/{intake.key}").text
    squeeze = lambda html: re.sub(r"\s+", " ", html).strip()  # noqa: E731
    assert squeeze(fragment) in squeeze(page)
    topics = client.get(choices_url(world, intake), headers=HTMX).text
    assert squeeze(topics) in squeeze(page)


def finish(client, intake, world, **more):
    form = {"what": "Samen bellen", "when": "tomorrow", "worker": world.samira.key, "intention": "een"} | more
    return client.post(f"/talks/{intake.key}/journey", data=form, follow_redirects=False)


def test_finishing_opens_the_journey_with_a_responsible_worker_and_next_step(as_, world, intake):
    client = as_(world.samira)
    assert "Samira Bouzid" in client.get(f"/talks/{intake.key}/journey").text
    answer = finish(client, intake, world, time="10:00")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{world.hatice.key}")
    journey = queries.open_journey(world.db, world.hatice.id)
    assert (journey.responsible_id, (journey.next_on - TODAY).days) == (world.samira.id, 1)
    assert journey.next_time.hour == 10
    assert finish(client, intake, world).status_code == 303  # a double click is carried out once


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"when": "day"},
        {"when": "day", "on": "2026-03-02"},
        {"when": "day", "on": "30 februari"},
        {"worker": ""},
        {"when": "", "on": ""},
        {"what": BSN},
        {"worker": "x" * 70},
    ],
)
def test_an_incomplete_finish_form_gets_an_error_at_the_field(as_, world, intake, wrong):
    answer = finish(as_(world.samira), intake, world, **wrong)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text or 'class="error"' in answer.text
    assert queries.open_journey(world.db, world.hatice.id) is None


def test_a_date_takes_precedence_over_a_quick_choice(as_, world, intake):
    finish(as_(world.samira), intake, world, when="week", on="2026-03-05")
    assert (queries.open_journey(world.db, world.hatice.id).next_on - TODAY).days == 2


def test_a_partner_or_host_cannot_be_the_first_responsible_worker(as_, world, intake):
    for worker in (world.fatima, world.hanna, world.olaf):
        assert finish(as_(world.samira), intake, world, worker=worker.key).status_code == 422


def test_the_story_can_be_extended_after_the_intake(as_, world, intake):
    client = as_(world.samira)
    finish(client, intake, world)
    assert save(client, intake, "Toch liever de bouw").status_code == 200
    assert "Toch liever de bouw" in client.get(f"/people/{world.hatice.key}").text


def test_every_read_of_an_intake_is_logged(as_, world, intake):
    as_(world.joost).get(f"/talks/{intake.key}")
    looks = world.db.exec(
        select(AuditEntry).where(AuditEntry.kind == AuditKind.READ, AuditEntry.subject == "intake")
    ).all()
    assert (looks[-1].worker_id, looks[-1].person_id) == (world.joost.id, world.hatice.id)
    assert looks[-1].basis == "front office"
