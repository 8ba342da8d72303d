"""Follow-up intakes: they start with the earlier answers and show what changed."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from app.core.state_machine import Refused
from app.guidance.intakes import actions, queries
from app.guidance.intakes.diff_rules import ChangeType, changes
from app.guidance.intakes.models import Intake, Passage, Section
from app.guidance.journeys import queries as journey_queries
from app.reports.outflow.queries import load_facts
from tests.conftest import HTMX
from tests.world import NOON, TODAY, World

LATER = NOON + timedelta(days=60)


@pytest.fixture
def follow_up(world, finished):
    return actions.start_follow_up(world.db, world.hatice, by=world.actor(world.joost), at=LATER)


def save(world, intake, section, subject, text, version=1, **more):
    by = world.actor(world.joost)
    return actions.save_passage(world.db, intake, section, subject, text, version, by=by, at=LATER, **more)


def test_a_follow_up_starts_with_the_earlier_answers_authors_and_times(world, finished, follow_up):
    assert follow_up.follows_id == finished.id
    copied = queries.passages(world.db, follow_up.id)
    assert [(p.text, p.changed_by_id, p.changed_at) for p in copied] == [("Werken in de zorg", world.samira.id, NOON)]
    assert queries.changes_of(world.db, follow_up) == []
    assert [p.intake_id for p in queries.story(world.db, world.hatice.id)] == [follow_up.id]


def test_a_follow_up_does_not_change_the_earlier_intake(world, finished, follow_up):
    save(world, follow_up, Section.WISHES, "", "Liever de bouw")
    assert queries.passage(world.db, finished.id, Section.WISHES, "").text == "Werken in de zorg"
    [change] = queries.changes_of(world.db, follow_up)
    assert (change.how, change.was.text, change.now.text) == (ChangeType.CHANGED, "Werken in de zorg", "Liever de bouw")
    assert change.now.changed_by_id == world.joost.id


def row(subject="", text="", level="", removed=False, section=Section.TALENTS):
    return Passage(section=section, subject=subject, text=text, level=level, removed=removed)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([], [], []),
        ([row(text="a")], [row(text="a")], []),
        ([row(text="a")], [row(text="b")], [ChangeType.CHANGED]),
        ([], [row(text="a")], [ChangeType.NEW]),
        ([row(text="a")], [], [ChangeType.REMOVED]),
        ([row(text="a")], [row(text="", removed=True)], [ChangeType.REMOVED]),
        ([row("tr", level="little")], [row("tr", level="well")], [ChangeType.CHANGED]),
        ([row("tr")], [row("tr", removed=True), row("nl")], [ChangeType.REMOVED, ChangeType.NEW]),
        ([row("tr", removed=True)], [row("tr", removed=True)], []),
        ([row("tr", removed=True)], [row("tr")], [ChangeType.NEW]),
        ([], [row("tr", removed=True)], []),
        ([row("a", section=Section.SITUATION)], [row("a")], [ChangeType.NEW, ChangeType.REMOVED]),
    ],
)
def test_what_counts_as_a_change(before, after, found):
    assert [change.how for change in changes(before, after)] == found


def test_the_page_shows_the_earlier_answer_next_to_each_change(as_, world, follow_up, asked, choice, choose):
    client = as_(world.joost)
    form = {"section": "wishes", "text": "Liever de bouw", "version": 1}
    fragment = client.post(f"/talks/{follow_up.key}/passages", data=form, headers=HTMX).text
    assert "was: Werken in de zorg" in fragment
    squeeze = lambda html: re.sub(r"\s+", " ", html).strip()  # noqa: E731
    assert squeeze(fragment) in squeeze(client.get(f"/talks/{follow_up.key}").text)
    ticked = choose(follow_up, asked["languages"], choice("languages.tr").key + ":well", by="joost").text
    assert re.search(r"nieuw</span>\s*Turks", ticked)


def test_the_persons_page_says_per_section_what_changed_when_and_by_whom(as_, world, follow_up, asked, choice, choose):
    save(world, follow_up, Section.WISHES, "", "Liever de bouw")
    choose(follow_up, asked["income"], choice("income.wages").key, by="joost")
    page = as_(world.samira).get(f"/people/{world.hatice.key}").text
    assert page.count("1 verandering sinds het vorige gesprek") == 2
    assert "was: Werken in de zorg" in page
    assert "<bdi>Joost Visser</bdi>" in page


def test_starting_twice_continues_the_unfinished_follow_up(as_, world, follow_up):
    answer = as_(world.samira).post(f"/people/{world.hatice.key}/follow-up", follow_redirects=False)
    assert answer.headers["location"] == f"/talks/{follow_up.key}"
    assert len(queries.intakes_of_person(world.db, world.hatice.id)) == 2


def test_two_workers_who_start_at_the_same_moment_get_the_same_intake(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        samira, joost = world.actor(world.samira), world.actor(world.joost)
        intake = actions.start_intake(db, world.hatice, by=samira, at=NOON)
        actions.save_passage(db, intake, Section.WISHES, "", "Werken", 0, by=samira, at=NOON)
        actions.finish_intake(
            db, intake, responsible=world.samira, next_what="Bellen", next_on=TODAY, by=samira, at=NOON
        )
    ready, keys = Barrier(2), []

    def begin(by):
        with Session(own_engine) as db, db.begin():
            ready.wait()
            keys.append(actions.start_follow_up(db, db.get(type(world.hatice), world.hatice.id), by=by, at=LATER).key)

    both = [Thread(target=begin, args=(by,)) for by in (samira, joost)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    with Session(own_engine) as db:
        assert len(db.exec(select(Intake)).all()) == 2
        assert len(db.exec(select(Passage)).all()) == 2


@pytest.mark.parametrize("who", ["hanna", "fatima", "marleen", "anton", "olaf"])
def test_only_the_front_office_starts_a_follow_up(as_, world, finished, who):
    assert as_(getattr(world, who)).post(f"/people/{world.hatice.key}/follow-up").status_code == 404
    assert len(queries.intakes_of_person(world.db, world.hatice.id)) == 1


def test_a_follow_up_needs_an_intake_and_an_open_journey(as_, world, finished):
    client = as_(world.samira)
    assert "Begin een vervolggesprek" in client.get(f"/people/{world.hatice.key}").text
    assert "Begin een vervolggesprek" not in client.get(f"/people/{world.kwame.key}").text
    assert client.post(f"/people/{world.kwame.key}/follow-up").status_code == 409
    journey = journey_queries.open_journey(world.db, world.hatice.id)
    journey.ended_at, journey.ended_by_id, journey.responsible_id = NOON, world.samira.id, None
    journey.next_what = journey.next_on = journey.next_worker_id = None
    assert "Begin een vervolggesprek" not in client.get(f"/people/{world.hatice.key}").text
    with pytest.raises(Refused):
        actions.start_follow_up(world.db, world.hatice, by=world.actor(world.samira), at=LATER)


def test_a_follow_up_can_finish_without_changing_the_plan(as_, world, finished, follow_up):
    client = as_(world.joost)
    assert "het plan blijft zo" in client.get(f"/talks/{follow_up.key}/journey").text
    for _again in range(2):
        answer = client.post(f"/talks/{follow_up.key}/end", follow_redirects=False)
        assert answer.headers["location"] == f"/people/{world.hatice.key}#story"
    world.db.refresh(follow_up)
    journey = journey_queries.open_journey(world.db, world.hatice.id)
    assert (follow_up.finished_on, follow_up.journey_id, journey.next_what) == (TODAY, journey.id, "Bellen")
    assert len(journey_queries.past_steps(world.db, journey.id)) == 0


def test_a_first_intake_cannot_finish_without_a_responsible_worker_and_next_step(as_, world):
    intake = actions.start_intake(world.db, world.kwame, by=world.actor(world.samira), at=NOON)
    assert as_(world.samira).post(f"/talks/{intake.key}/end").status_code == 409
    assert "het plan blijft zo" not in as_(world.samira).get(f"/talks/{intake.key}/journey").text


def test_reports_do_not_count_a_follow_up_as_a_first_intake(as_, world, finished, follow_up):
    actions.finish_follow_up(world.db, follow_up, by=world.actor(world.joost), at=LATER)
    assert [i.id for i in load_facts(world.db, world.actor(world.carla)).intakes] == [finished.id]


def test_leaving_out_an_intake_leaves_out_its_copies_too(world, finished, follow_up):
    """After two records are linked, an earlier handover shows only its own, even after a follow-up."""
    save(world, follow_up, Section.TALENTS, "", "Kookt goed", 0)
    assert [p.text for p in queries.story(world.db, world.hatice.id, [finished.id])] == ["Kookt goed"]
    assert len(queries.story(world.db, world.hatice.id)) == 2


def test_an_intake_that_moved_to_another_person_is_not_compared(world, finished, follow_up):
    save(world, follow_up, Section.WISHES, "", "Liever de bouw")
    finished.person_id = world.kwame.id
    world.db.flush()
    assert all(change.was is None for change in queries.changes_of(world.db, follow_up))
