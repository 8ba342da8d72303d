"""The timeline: every event, in pages, filtered by kind, with a constant number of statements."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from app.front_desk.visits.models import Visit
from app.guidance.intakes.models import Intake
from app.guidance.journeys import actions as journeys
from app.guidance.journeys import step_models
from app.guidance.journeys.step_models import PastStep
from app.guidance.notes import actions as notes
from app.guidance.notes.models import Note, Reach
from app.guidance.step_plans import actions
from app.handovers.disclosure.queries import person_view
from app.handovers.lifecycle.models import State
from app.handovers.shared_plans.models import PlanAnswer, PlanLink
from app.outcomes.models import Outcome
from app.screens.person.timeline_page_queries import TimelineKind, TimelinePosition, timeline_page
from tests.conftest import HTMX
from tests.screens.test_person import share
from tests.statement_counter import counted
from tests.world import NOON, TODAY

EARLIER = re.compile(r'href="(/people/[^"]*before=[^"]*)"')


def add_events(world, journey, items, count):
    """Adds `count` events of five kinds: two at the same moment, an hour apart."""
    db, person, samira = world.db, world.hatice, world.samira
    rows = {Note: [], Visit: [], PastStep: [], Intake: [], Outcome: []}
    for n in range(count):
        at, kind = NOON - timedelta(hours=n // 2), list(rows)[n % 5]
        common = {"person_id": person.id, "key": f"{count}-{n}"}
        rows[kind].append(
            common
            | {
                Note: {
                    "journey_id": journey.id,
                    "organisation_id": samira.organisation_id,
                    "author_id": samira.id,
                    "text": f"markeer{n}x",
                    "written_at": at,
                    "reach": Reach.HANDOVER,
                    "version": 1,
                },
                Visit: {
                    "shop_id": world.shop.id,
                    "kind": "walk_in",
                    "state": "done",
                    "about": f"markeer{n}x",
                    "topic": items["work"].key,
                    "day": at.date(),
                    "arrived_at": at,
                    "helped_by_id": samira.id,
                    "language": "",
                    "call_name": "",
                },
                PastStep: {
                    "journey_id": journey.id,
                    "what": f"markeer{n}x",
                    "due_on": at.date(),
                    "result": "done",
                    "taken_by": "worker",
                    "worker_id": samira.id,
                    "reason": "",
                    "at": at,
                },
                Intake: {
                    "shop_id": world.shop.id,
                    "journey_id": journey.id,
                    "worker_id": samira.id,
                    "started_at": at,
                    "finished_at": at,
                },
                Outcome: {
                    "journey_id": journey.id,
                    "shop_id": world.shop.id,
                    "kind_id": items["course"].id,
                    "starts_on": at.date(),
                    "source": "own_word",
                    "where": f"markeer{n}x",
                    "recorded_by_id": samira.id,
                    "organisation_id": samira.organisation_id,
                    "recorded_at": at,
                    "stop_reason": "",
                },
            }[kind]
        )
    for model, some in rows.items():
        if some:
            db.execute(insert(model), some)


def every_page(client, url):
    """Texts of this page and of all pages linked as earlier, in order."""
    texts = []
    while url:
        texts.append(client.get(url).text)
        earlier = EARLIER.search(texts[-1])
        url = earlier[1].replace("&amp;", "&").partition("#")[0] if earlier else ""
        assert len(texts) < 40
    return texts


def test_every_entry_is_on_exactly_one_page(as_, world, journey, items):
    add_events(world, journey, items, 230)
    pages = every_page(as_(world.joost), f"/people/{world.hatice.key}")
    assert len(pages) == 5
    found = re.findall(r"markeer(\d+)x", " ".join(pages))
    assert len(found) == len(set(found)) == 184  # the 46 intakes have no text of their own


def test_entries_of_one_moment_are_not_lost_between_two_pages(as_, world, journey):
    by = world.actor(world.samira)
    for n in range(120):
        notes.write_note(world.db, world.hatice, journey, f"markeer{n}x", by=by, at=NOON)
    pages = every_page(as_(world.joost), f"/people/{world.hatice.key}?kind=notes")
    found = re.findall(r"markeer(\d+)x", " ".join(pages))
    assert sorted(map(int, found)) == list(range(120))


def test_the_fragment_of_older_entries_is_on_that_whole_page_too(as_, world, journey, items):
    add_events(world, journey, items, 120)
    client = as_(world.joost)
    first = client.get(f"/people/{world.hatice.key}").text
    fetched = re.search(r'hx-get="(/people/[^"]*before=[^"]*)"', first)[1].replace("&amp;", "&")
    fragment = client.get(fetched, headers=HTMX)
    assert fragment.status_code == 200
    assert fragment.text.strip() in client.get(fetched).text  # a reader without script is redirected to the whole page
    line = client.get(f"/people/{world.hatice.key}/line?kind=notes", headers=HTMX).text
    assert line.strip() in client.get(f"/people/{world.hatice.key}?kind=notes").text


def test_the_link_to_older_entries_reveals_nothing_about_anybody(as_, world, journey, items):
    add_events(world, journey, items, 120)
    text = as_(world.joost).get(f"/people/{world.hatice.key}").text
    assert re.fullmatch(r"\d+\.\d+", EARLIER.search(text)[1].split("before=")[1].partition("#")[0])


@pytest.mark.parametrize("before", ["", "x", "1.x", "-1.-1", "99999999999999999999999.1", "1" * 5000 + ".0", "1.9" * 9])
def test_an_invalid_position_gives_the_first_page(as_, world, journey, before):
    answer = as_(world.joost).get(f"/people/{world.hatice.key}", params={"before": before})
    assert answer.status_code == 200


def test_a_page_takes_as_many_statements_for_five_hundred_entries_as_for_ten(as_, world, journey, items):
    client, key, asked = as_(world.samira), world.hatice.key, []
    for count in (10, 490):
        add_events(world, journey, items, count)
        world.db.expunge_all()
        with counted(world.db) as statements:
            assert client.get(f"/people/{key}").status_code == 200
        asked.append(list(statements))
    assert len(asked[1]) == len(asked[0])
    # session, person, journeys, answers, intakes, later steps, consents, choices, questions, timeline, audit log and
    # navigation badges
    assert len(asked[1]) <= 12, "\n\n".join(asked[1])


def test_a_page_of_five_hundred_entries_is_one_statement(as_, world, journey, items):
    add_events(world, journey, items, 500)
    view = person_view(world.db, world.actor(world.joost), world.hatice.key, NOON)
    with counted(world.db) as statements:
        found = timeline_page(world.db, view)
    assert len(statements) == 1
    assert len(found.rows) == 50
    assert found.earlier == TimelinePosition.parse(str(found.earlier))


def test_each_kind_can_be_shown_alone_and_all_together(world, journey, items):
    by = world.actor(world.samira)
    share(world, journey, ["wishes"])
    step = actions.add_step(
        world.db, journey, step_models.Step("markeerstapje", TODAY, world.samira), by=by, at=NOON
    ).next_key
    actions.move_step(world.db, journey, step, TODAY + timedelta(days=2), reason="markeerreden", by=by, at=NOON)
    actions.drop_step(world.db, journey, step, "markeerwaarom", by=by, at=NOON)
    journeys.reassign(world.db, journey, world.joost, "verlof", by=by, at=NOON)
    link = PlanLink(
        token_hash="x",
        shop_id=world.shop.id,
        person_id=world.hatice.id,
        journey_id=journey.id,
        language="nl",
        made_by_id=world.samira.id,
        made_at=NOON,
        until=TODAY,
    )
    world.db.add(link)
    world.db.flush()
    world.db.add(PlanAnswer(link_id=link.id, journey_id=journey.id, person_id=world.hatice.id, spoken=False, at=NOON))
    add_events(world, journey, items, 5)
    world.db.flush()
    view = person_view(world.db, by, world.hatice.key, NOON)
    found = {kind: {(row.table, row.id) for row in timeline_page(world.db, view, kind).rows} for kind in TimelineKind}
    assert {row[0] for row in found[TimelineKind.STEPS]} == {"past_step", "plan_answer"}
    assert {row[0] for row in found[TimelineKind.ANSWERING]} == {"responsibility"}
    assert all(found[kind] for kind in TimelineKind if kind != TimelineKind.HANDOVERS)
    assert found[TimelineKind.ALL] == set.union(*(some for kind, some in found.items() if kind != TimelineKind.ALL))


def test_the_timeline_shows_why_a_step_was_moved_or_dropped(as_, world, journey):
    by = world.actor(world.samira)
    journey = actions.add_step(
        world.db, journey, step_models.Step("Naar de markt", TODAY, world.samira), by=by, at=NOON
    )
    step = journey.next_key
    actions.move_step(world.db, journey, step, TODAY + timedelta(days=3), reason="was ziek thuis", by=by, at=NOON)
    actions.drop_step(world.db, journey, step, "vond al werk", by=by, at=NOON)
    text = as_(world.joost).get(f"/people/{world.hatice.key}?kind=steps").text
    for words in ("verzet: Naar de markt", "naar vr 6 mrt", "was ziek thuis", "vervallen: Naar de markt"):
        assert words in text
    assert "vond al werk" in text


def test_a_partner_sees_only_their_own_events_on_each_page(as_, world, journey, items):
    add_events(world, journey, items, 200)
    share(world, journey, ["wishes"], state=State.RUNNING)
    client = as_(world.fatima)
    for kind in TimelineKind:
        text = client.get(f"/people/{world.hatice.key}/line", params={"kind": kind}, headers=HTMX).text
        assert "markeer" not in text.replace("markeervraag", "")
    assert as_(world.karim).get(f"/people/{world.hatice.key}/line", headers=HTMX).status_code == 404
    assert "markeer" not in as_(world.hanna).get(f"/people/{world.hatice.key}/line", headers=HTMX).text
