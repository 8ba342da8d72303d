"""A later talk: it begins with what was told before, and shows what changed."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from app.core.state_machine import Refused
from app.guidance.intakes import actions, queries
from app.guidance.intakes.diff_rules import ChangeType, changes
from app.guidance.intakes.models import Intake, Passage, Section
from app.guidance.journeys import queries as followed
from app.reports.outflow.queries import load_facts
from tests.conftest import HTMX
from tests.world import NOON, TODAY, World

LATER = NOON + timedelta(days=60)


@pytest.fixture
def later(world, finished):
    return actions.start_follow_up(world.db, world.hatice, by=world.actor(world.joost), at=LATER)


def keep(world, talk, section, subject, text, version=1, **more):
    by = world.actor(world.joost)
    return actions.save_passage(world.db, talk, section, subject, text, version, by=by, at=LATER, **more)


def test_it_begins_with_what_was_told_by_whom_and_when(world, finished, later):
    assert later.follows_id == finished.id
    copied = queries.passages(world.db, later.id)
    assert [(p.text, p.changed_by_id, p.changed_at) for p in copied] == [("Werken in de zorg", world.samira.id, NOON)]
    assert queries.changes_of(world.db, later) == []
    assert [p.intake_id for p in queries.story(world.db, world.hatice.id)] == [later.id]


def test_what_is_typed_later_leaves_the_earlier_talk_as_it_was(world, finished, later):
    keep(world, later, Section.WISHES, "", "Liever de bouw")
    assert queries.passage(world.db, finished.id, Section.WISHES, "").text == "Werken in de zorg"
    [change] = queries.changes_of(world.db, later)
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
        ([row(text="a")], [], [ChangeType.TAKEN_OFF]),
        ([row(text="a")], [row(text="", removed=True)], [ChangeType.TAKEN_OFF]),
        ([row("tr", level="little")], [row("tr", level="well")], [ChangeType.CHANGED]),
        ([row("tr")], [row("tr", removed=True), row("nl")], [ChangeType.TAKEN_OFF, ChangeType.NEW]),
        ([row("tr", removed=True)], [row("tr", removed=True)], []),
        ([row("tr", removed=True)], [row("tr")], [ChangeType.NEW]),
        ([], [row("tr", removed=True)], []),
        ([row("a", section=Section.SITUATION)], [row("a")], [ChangeType.NEW, ChangeType.TAKEN_OFF]),
    ],
)
def test_what_counts_as_a_change(before, after, found):
    assert [change.how for change in changes(before, after)] == found


def test_the_page_says_beside_each_thing_what_it_was(as_, world, later, asked, choice, choose):
    client = as_(world.joost)
    form = {"section": "wishes", "text": "Liever de bouw", "version": 1}
    fragment = client.post(f"/talks/{later.key}/passages", data=form, headers=HTMX).text
    assert "was: Werken in de zorg" in fragment
    squeeze = lambda html: re.sub(r"\s+", " ", html).strip()  # noqa: E731
    assert squeeze(fragment) in squeeze(client.get(f"/talks/{later.key}").text)
    ticked = choose(later, asked["languages"], choice("languages.tr").key + ":well", by="joost").text
    assert re.search(r"nieuw</span>\s*Turks", ticked)


def test_the_person_s_page_says_per_part_what_changed_when_and_by_whom(as_, world, later, asked, choice, choose):
    keep(world, later, Section.WISHES, "", "Liever de bouw")
    choose(later, asked["income"], choice("income.wages").key, by="joost")
    page = as_(world.samira).get(f"/people/{world.hatice.key}").text
    assert page.count("1 ding veranderd sinds het gesprek ervoor") == 2
    assert "was: Werken in de zorg" in page
    assert "<bdi>Joost Visser</bdi>" in page


def test_beginning_it_twice_gives_the_same_talk_and_an_unfinished_one_is_taken_up(as_, world, later):
    answer = as_(world.samira).post(f"/people/{world.hatice.key}/follow-up", follow_redirects=False)
    assert answer.headers["location"] == f"/talks/{later.key}"
    assert len(queries.intakes_of_person(world.db, world.hatice.id)) == 2


def test_two_who_begin_it_in_the_same_moment_get_the_same_talk(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        world = World.build(db)
        samira, joost = world.actor(world.samira), world.actor(world.joost)
        talk = actions.start_intake(db, world.hatice, by=samira, at=NOON)
        actions.save_passage(db, talk, Section.WISHES, "", "Werken", 0, by=samira, at=NOON)
        actions.finish_intake(db, talk, responsible=world.samira, next_what="Bellen", next_on=TODAY, by=samira, at=NOON)
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
def test_nobody_else_begins_one(as_, world, finished, who):
    assert as_(getattr(world, who)).post(f"/people/{world.hatice.key}/follow-up").status_code == 404
    assert len(queries.intakes_of_person(world.db, world.hatice.id)) == 1


def test_without_a_talk_or_an_open_journey_there_is_none_to_begin(as_, world, finished):
    client = as_(world.samira)
    assert "Vervolggesprek beginnen" in client.get(f"/people/{world.hatice.key}").text
    assert "Vervolggesprek beginnen" not in client.get(f"/people/{world.kwame.key}").text
    assert client.post(f"/people/{world.kwame.key}/follow-up").status_code == 409
    journey = followed.open_journey(world.db, world.hatice.id)
    journey.ended_at, journey.ended_by_id, journey.responsible_id = NOON, world.samira.id, None
    journey.next_what = journey.next_on = journey.next_worker_id = None
    assert "Vervolggesprek beginnen" not in client.get(f"/people/{world.hatice.key}").text
    with pytest.raises(Refused):
        actions.start_follow_up(world.db, world.hatice, by=world.actor(world.samira), at=LATER)


def test_it_ends_with_the_plan_as_it_is(as_, world, finished, later):
    client = as_(world.joost)
    assert "het plan blijft zo" in client.get(f"/talks/{later.key}/journey").text
    for _again in range(2):
        answer = client.post(f"/talks/{later.key}/end", follow_redirects=False)
        assert answer.headers["location"] == f"/people/{world.hatice.key}#story"
    world.db.refresh(later)
    journey = followed.open_journey(world.db, world.hatice.id)
    assert (later.finished_on, later.journey_id, journey.next_what) == (TODAY, journey.id, "Bellen")
    assert len(followed.past_steps(world.db, journey.id)) == 0


def test_a_first_talk_cannot_end_without_who_and_what_next(as_, world):
    talk = actions.start_intake(world.db, world.kwame, by=world.actor(world.samira), at=NOON)
    assert as_(world.samira).post(f"/talks/{talk.key}/end").status_code == 409
    assert "het plan blijft zo" not in as_(world.samira).get(f"/talks/{talk.key}/journey").text


def test_a_later_talk_is_no_first_talk_in_the_figures(as_, world, finished, later):
    actions.finish_follow_up(world.db, later, by=world.actor(world.joost), at=LATER)
    assert [i.id for i in load_facts(world.db, world.actor(world.carla)).intakes] == [finished.id]


def test_what_was_only_copied_from_a_talk_that_is_left_aside_is_left_aside_too(world, finished, later):
    """Two cards were linked: a handover of before shows only its own card, also after a later talk."""
    keep(world, later, Section.TALENTS, "", "Kookt goed", 0)
    assert [p.text for p in queries.story(world.db, world.hatice.id, [finished.id])] == ["Kookt goed"]
    assert len(queries.story(world.db, world.hatice.id)) == 2


def test_a_talk_of_another_person_by_now_is_not_compared_with(world, finished, later):
    keep(world, later, Section.WISHES, "", "Liever de bouw")
    finished.person_id = world.kwame.id
    world.db.flush()
    assert all(change.was is None for change in queries.changes_of(world.db, later))
