"""The first talk through its pages: saved while typing, taken up again, never lost."""

import re

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.guidance.intakes import queries as talks
from app.guidance.intakes.models import Intake, Passage, Section
from app.guidance.journeys import queries
from tests.conftest import HTMX
from tests.world import TODAY

BSN = "111222333"


@pytest.fixture
def talk(as_, world, items):
    as_(world.samira).post(f"/people/{world.hatice.key}/talk")
    return world.db.exec(select(Intake)).one()


def keep(client, talk, text, version=0, section="wishes", **more):
    form = {"section": section, "text": text, "version": version, **more}
    return client.post(f"/talks/{talk.key}/passages", data=form, headers=HTMX)


def wanting(world, talk, code="wishes"):
    """Where the choices of a question are kept."""
    question = next(q for q in talks.questions(world.db, world.shop.id) if q.code == code)
    return f"/talks/{talk.key}/choices/{question.key}"


def text_of(world, talk, section=Section.WISHES, subject=""):
    return talks.passage(world.db, talk.id, section, subject).text


def test_beginning_twice_is_one_talk(as_, world, talk):
    answer = as_(world.joost).post(f"/people/{world.hatice.key}/talk", follow_redirects=False)
    assert answer.headers["location"] == f"/talks/{talk.key}"
    assert len(world.db.exec(select(Intake)).all()) == 1


def test_what_is_typed_is_kept_and_there_when_the_talk_is_taken_up_again(as_, world, talk):
    answer = keep(as_(world.samira), talk, "Werken in de zorg")
    assert answer.status_code == 200
    assert "10.30" in answer.text
    page = as_(world.joost).get(f"/talks/{talk.key}").text
    assert "Werken in de zorg" in page
    assert 'name="version" value="1" form="wishes"' in page


def test_the_same_words_twice_are_one_save(as_, world, talk):
    client = as_(world.samira)
    keep(client, talk, "Werken")
    assert keep(client, talk, "Werken").status_code == 200
    assert world.db.exec(select(Passage)).one().version == 1


def test_of_two_who_edit_at_once_the_second_sees_both_versions_and_nothing_is_lost(as_, world, talk):
    keep(as_(world.samira), talk, "Werken in de zorg")
    answer = keep(as_(world.joost), talk, "Iets met hout", version=0)
    assert answer.status_code == 422
    assert "Werken in de zorg" in answer.text
    assert "Iets met hout" in answer.text
    assert "Samira Bouzid" in answer.text
    assert text_of(world, talk) == "Werken in de zorg"


@pytest.mark.parametrize(
    ("choice", "result"), [("over", "Iets met hout"), ("both", "Werken in de zorg\n\nIets met hout")]
)
def test_who_was_second_chooses_what_stays(as_, world, talk, choice, result):
    keep(as_(world.samira), talk, "Werken in de zorg")
    keep(as_(world.joost), talk, "Iets met hout", **{choice: 1})
    assert text_of(world, talk) == result


def test_a_choice_made_on_words_that_changed_again_is_refused_again(as_, world, talk):
    client = as_(world.samira)
    keep(client, talk, "Een")
    keep(client, talk, "Twee", version=1)
    assert keep(client, talk, "Drie", over=1).status_code == 422
    assert text_of(world, talk) == "Twee"


def test_a_bsn_is_refused_at_the_field_and_what_was_typed_stays(as_, world, talk):
    for typed in (BSN, f"Mijn nummer is {BSN[:3]}.{BSN[3:6]}.{BSN[6:]}"):
        answer = keep(as_(world.samira), talk, typed)
        assert answer.status_code == 422
        assert "BSN" in answer.text
        whole = as_(world.samira).post(f"/talks/{talk.key}/passages", data={"section": "wishes", "text": typed})
        assert whole.status_code == 422
        assert typed in whole.text
    assert world.db.exec(select(Passage)).all() == []


def test_an_obstacle_has_a_box_and_words_of_its_own(as_, world, talk, items):
    client, subject = as_(world.samira), items["money"].key
    keep(client, talk, "Huurschuld", section="obstacle", subject=subject, ticked="on")
    assert text_of(world, talk, Section.OBSTACLE, subject) == "Huurschuld"
    assert [p.subject for p in talks.story(world.db, world.hatice.id)] == [subject]
    keep(client, talk, "Huurschuld", version=1, section="obstacle", subject=subject)
    assert talks.story(world.db, world.hatice.id) == []


def test_two_who_tick_topics_at_once_keep_both(as_, world, talk, items):
    client = as_(world.samira)
    for code in ("work", "study"):  # each page was read before anything was ticked
        answer = client.post(wanting(world, talk), data={"chosen": items[code].key}, headers=HTMX)
        assert answer.status_code == 200
    chosen = {p.subject for p in talks.story(world.db, world.hatice.id)}
    assert chosen == {items["work"].key, items["study"].key}
    client.post(wanting(world, talk), data={"seen": [*chosen], "chosen": items["work"].key})
    assert [p.subject for p in talks.story(world.db, world.hatice.id)] == [items["work"].key]


@pytest.mark.parametrize("who", ["hanna", "fatima", "marleen", "anton", "petra", "olaf"])
def test_nobody_else_reads_or_writes_a_talk(as_, world, talk, who):
    client = as_(getattr(world, who))
    assert client.get(f"/talks/{talk.key}").status_code == 404
    assert keep(client, talk, "Weg").status_code == 404
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
def test_whatever_is_sent_gets_a_clear_answer(as_, world, talk, field, typed):
    form = {"section": "wishes", "text": "Werken", "version": "0"} | {field: typed}
    assert as_(world.samira).post(f"/talks/{talk.key}/passages", data=form).status_code in (404, 422)


def test_the_line_below_a_passage_is_the_same_as_in_the_whole_page(as_, world, talk):
    client = as_(world.samira)
    fragment = keep(client, talk, "Werken").text
    page = client.get(f"/talks/{talk.key}").text
    squeeze = lambda html: re.sub(r"\s+", " ", html).strip()  # noqa: E731
    assert squeeze(fragment) in squeeze(page)
    topics = client.get(wanting(world, talk), headers=HTMX).text
    assert squeeze(topics) in squeeze(page)


def finish(client, talk, world, **more):
    form = {"what": "Samen bellen", "when": "tomorrow", "worker": world.samira.key, "intention": "een"} | more
    return client.post(f"/talks/{talk.key}/journey", data=form, follow_redirects=False)


def test_finishing_opens_the_journey_with_who_and_what_next(as_, world, talk):
    client = as_(world.samira)
    assert "Samira Bouzid" in client.get(f"/talks/{talk.key}/journey").text
    answer = finish(client, talk, world, time="10:00")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{world.hatice.key}")
    journey = queries.open_journey(world.db, world.hatice.id)
    assert (journey.responsible_id, (journey.next_on - TODAY).days) == (world.samira.id, 1)
    assert journey.next_time.hour == 10
    assert finish(client, talk, world).status_code == 303  # a double click is carried out once


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
def test_finishing_without_who_or_what_next_is_said_at_the_field(as_, world, talk, wrong):
    answer = finish(as_(world.samira), talk, world, **wrong)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text or 'class="error"' in answer.text
    assert queries.open_journey(world.db, world.hatice.id) is None


def test_a_day_that_was_filled_in_wins_from_a_quick_choice(as_, world, talk):
    finish(as_(world.samira), talk, world, when="week", on="2026-03-05")
    assert (queries.open_journey(world.db, world.hatice.id).next_on - TODAY).days == 2


def test_a_partner_or_host_cannot_be_the_first_to_answer(as_, world, talk):
    for worker in (world.fatima, world.hanna, world.olaf):
        assert finish(as_(world.samira), talk, world, worker=worker.key).status_code == 422


def test_the_story_can_be_added_to_after_the_talk(as_, world, talk):
    client = as_(world.samira)
    finish(client, talk, world)
    assert keep(client, talk, "Toch liever de bouw").status_code == 200
    assert "Toch liever de bouw" in client.get(f"/people/{world.hatice.key}").text


def test_every_look_at_a_talk_is_on_record(as_, world, talk):
    as_(world.joost).get(f"/talks/{talk.key}")
    looks = world.db.exec(
        select(AuditEntry).where(AuditEntry.kind == AuditKind.READ, AuditEntry.subject == "intake")
    ).all()
    assert (looks[-1].worker_id, looks[-1].person_id) == (world.joost.id, world.hatice.id)
    assert looks[-1].basis == "front office"
