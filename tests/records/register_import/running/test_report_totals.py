"""After an import, the reports agree with the totals of the register, and the shop's rules hold."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.handovers.disclosure.queries import handover_view
from app.handovers.lifecycle import queries as handovers
from app.handovers.lifecycle.models import Handover, State
from app.people.people.models import Person
from app.records.duplicates.models import Different, Double
from app.records.register_import import queries
from app.records.register_import.models import WordKind
from app.records.register_import.running import actions, import_jobs
from app.reports.outflow.measures import Measure, Series, build_events
from app.reports.outflow.queries import load_facts
from app.reports.outflow.rows import rows_of_figure
from app.shop.lists.models import OutcomeClass
from tests.records.register_import.import_run import line
from tests.world import NOON, TODAY

KINDS = {
    "Betaald werk": OutcomeClass.OUTFLOW,
    "Opleiding": OutcomeClass.OUTFLOW,
    "Stage": OutcomeClass.OUTFLOW,
    "Vrijwilligerswerk": OutcomeClass.STEP,
    "Verhuisd": OutcomeClass.NEUTRAL_END,
    "Contact kwijt": OutcomeClass.CONTACT_LOST,
}


def register(seed, lines=120):
    dice = Random(seed)
    people = [("Sanne", "Bakker"), ("Rachid", "Amrani"), ("Zineb", "Chaouki"), ("Naomi", "Pinas"), ("Emre", "Kaya")]
    made = []
    for row in range(2, lines + 2):
        who = dice.randrange(len(people) + 1)
        name = "" if who == len(people) else " ".join(people[who])
        day = date(2025, 1, 6) + timedelta(days=dice.randrange(300))
        said = {"birth_year": 1960 + who, "phone": f"061234567{who}"} if name else {}
        if name and dice.random() < 0.3:
            said |= {"partner": dice.choice(["DOCK", "Pozitive"]), "warm": dice.choice([True, False, None])}
        if name and dice.random() < 0.3:
            said["result"] = dice.choice(list(KINDS))
        made.append(line(row, day.isoformat(), name, remark=f"regel {row}", **said))
    return made


@pytest.mark.parametrize("seed", range(3))
def test_the_reports_agree_with_the_register(scene, seed):
    lines = register(seed)
    key = scene.write(*lines)
    with scene.session() as db:
        counted = build_events(load_facts(db, scene.coordinator), TODAY)
        kinds = {item.name_nl: item for item in queries.outcome_kinds(db, scene.shop_id).values()}
    flows = counted.flows

    def days(measure, kind=0):
        return Counter(day.strftime("%Y-%m") for day, _row in flows.get(Series(measure, 0, kind), []))

    def said(keep):
        return Counter(f"{one.day:%Y-%m}" for one in lines if keep(one))

    assert days(Measure.VISITS) == said(lambda one: True)
    assert days(Measure.OFFERED) == said(lambda one: one.partner)
    assert days(Measure.WARM) == said(lambda one: one.partner and one.warm)
    outflow = {name for name, grouping in KINDS.items() if grouping == OutcomeClass.OUTFLOW}
    assert days(Measure.RESULTS) == said(lambda one: one.result in outflow)
    assert days(Measure.OUTFLOW) == days(Measure.RESULTS)  # each in a journey of its own, so each in its own month
    volunteering = kinds["Vrijwilligerswerk"].id
    assert days(Measure.STEP, volunteering) == said(lambda one: one.result == "Vrijwilligerswerk")
    counts = scene.read(key).counts
    assert {month: n.get("visits", 0) for month, n in counts["months"].items()} == days(Measure.VISITS)
    assert sum(counts["results"].values()) == sum(said(lambda one: one.result).values())


def test_rows_behind_a_figure_are_marked_as_imported(scene):
    scene.write(line(2, "2025-06-02", "Rachid Amrani", partner="DOCK", result="Betaald werk"))
    with scene.session() as db:
        counted = build_events(load_facts(db, scene.coordinator), TODAY)
        for measure in (Measure.OFFERED, Measure.RESULTS, Measure.OUTFLOW):
            year = date(2025, 1, 1), date(2025, 12, 31)
            listed = rows_of_figure(db, scene.coordinator, counted, Series(measure, 0, 0), *year, 1, "nl", NOON)
            assert [row.imported for row in listed.rows] == [True], measure


@pytest.mark.parametrize("seed", range(3))
def test_every_open_journey_has_a_responsible_worker_and_a_next_step(scene, seed):
    scene.write(*register(seed))
    scene.write(*register(seed + 100, 40))
    with scene.session() as db:
        left = db.execute(
            text(
                "SELECT count(*) FROM journey WHERE ended_at IS NULL AND (responsible_id IS NULL OR next_on IS NULL OR"
                " next_what IS NULL OR NOT EXISTS (SELECT 1 FROM responsibility r WHERE r.journey_id = journey.id"
                " AND r.until IS NULL AND r.worker_id = journey.responsible_id))"
            )
        ).scalar_one()
        several = text("SELECT count(*) FROM journey WHERE ended_at IS NULL GROUP BY person_id HAVING count(*) > 1")
        assert (left, db.execute(several).all()) == (0, [])


def test_an_imported_handover_is_visible_to_no_partner(scene):
    scene.write(line(2, "2025-06-02", "Rachid Amrani", partner="DOCK", warm=True, about="schulden"))
    with scene.session() as db:
        scene.world.db = db
        fatima, samira = scene.world.actor(scene.world.fatima), scene.world.actor(scene.world.samira)
        handover = db.exec(select(Handover)).one()
        assert handover.state == State.UNKNOWN
        assert not handover_view(db, fatima, handover, NOON).open
        assert handover_view(db, samira, handover, NOON).open
        assert handovers.inbox(db, fatima, NOON).running == []
        assert db.scalar(handovers.waiting_count(fatima, NOON)) == 0


def test_questions_are_answered_once_and_the_answers_are_applied(scene):
    lines = (
        line(2, "2025-06-02", "Rachid Amrani", partner="Dokk"),
        line(3, "2025-06-03", "Rachid Amrani", birth_year=1965),
        line(4, "2025-06-04", "Zineb Chaouki"),
        line(5, "2025-06-05", "Zineb Chaouki", birth_year=1990),
    )
    key = scene.hand_in(*lines)
    with scene.session() as db:
        imported = queries.import_for(db, scene.coordinator, key)
        asked = queries.questions(db, imported.id)
        word, persons = asked[0], asked[1:]
        assert (word.kind, word.said, len(persons)) == (WordKind.ORGANISATION, "dokk", 2)
        dock = next(key for key, one in queries.organisations(db, scene.shop_id).items() if one.name == "DOCK")
        assert word.guess == dock
        actions.answer_word(db, imported, word, dock, by=scene.coordinator, at=NOON)
        for question in persons:
            same = question.sides[0]["name"].startswith("Rachid")
            actions.answer_same(db, imported, question, same, by=scene.coordinator, at=NOON)
        actions.recount(db, imported, by=scene.coordinator, at=NOON)
    import_jobs.prepare(key)
    assert scene.read(key).counts["questions"] == 0
    import_jobs.write(key)
    names = Counter(person.name for person in scene.all(Person))
    assert (names["Rachid Amrani"], names["Zineb Chaouki"]) == (1, 2)
    assert len(scene.all(Handover)) == 1
    assert len(scene.all(Different)) == 1
    assert scene.all(Double) == []


def test_persons_who_may_be_the_same_are_listed_as_possible_duplicates(scene):
    scene.write(
        line(2, "2025-06-02", "Kwame Mensah"),
        line(3, "2025-06-02", "Rachid Amrani"),
        line(4, "2025-06-02", "Rachid Amrani", birth_year=1965),
    )
    doubles = {(double.one_id, double.other_id) for double in scene.all(Double)}
    assert len(doubles) == 2
    assert any(scene.world.kwame.id in pair for pair in doubles)
