"""Lines become visits, persons, journeys, handovers, outcomes and notes."""

from collections import Counter
from datetime import date

from sqlmodel import select

from app.audit.models import AuditEntry
from app.front_desk.visits.models import Visit, VisitState
from app.guidance.journeys.models import Journey, Responsibility
from app.guidance.notes.models import Note
from app.handovers.lifecycle.models import Handover, Introduction, State
from app.outcomes.models import Outcome, Source
from app.people.people.models import Person
from app.records.register_import import queries
from app.records.register_import.models import ImportedRow, Stage, WordKind
from app.records.register_import.running import actions, import_jobs
from app.shop.half_days.models import Opening, OpeningState
from app.shop.lists.default_lists import DEFAULT_LISTS
from app.shop.lists.models import ListItem, ListName
from tests.records.register_import.import_run import line, refused
from tests.world import NOON

LINES = (
    line(2, "2025-06-02", "Sanne Bakker", birth_year=1970, phone="0612345670", about="werk", spoken_with="UWV"),
    line(3, "2025-06-02", about="weet niet", spoken_with="UWV", remark="kwam even kijken"),
    line(4, "2025-06-03", "Bakker, Sanne", birth_year=1970, partner="DOCK", warm=True, remark="belt terug"),
    line(5, "2025-06-05", "Rachid Amrani", birth_year=1965, partner="Pozitive", warm=False),
    line(6, "2025-07-01", "SANNE BAKKER", birth_year=1970, result="Betaald werk", street="Nigerdreef"),
    line(7, "2025-08-01", "Sanne Bakker", birth_year=1970, partner="Pozitive"),
    refused(8),
)


def test_every_line_becomes_a_finished_visit(scene):
    scene.write(*LINES)
    visits = scene.all(Visit)
    assert len(visits) == 6
    assert {visit.state for visit in visits} == {VisitState.DONE}
    assert [visit.day for visit in visits if visit.person_id is None] == [date(2025, 6, 2)]
    assert next(v for v in visits if v.person_id is None).about == "weet niet · kwam even kijken"
    assert all(visit.for_organisation_id == scene.world.uwv.id for visit in visits if visit.day == date(2025, 6, 2))


def test_past_half_days_are_created_closed_with_the_hours_of_the_week(scene):
    scene.write(*LINES)
    openings = scene.all(Opening)
    assert len(openings) == 5
    assert {(o.state, o.opens.hour, o.closes.minute) for o in openings} == {(OpeningState.CLOSED, 9, 30)}


def test_lines_of_one_person_make_one_card_of_the_best_spelling_and_the_latest_facts(scene):
    scene.write(*LINES)
    new = [person for person in scene.all(Person) if person.name.startswith("Sanne")]
    assert [(p.name, p.birth_year, p.phone, p.street) for p in new] == [
        ("Sanne Bakker", 1970, "0612345670", "Nigerdreef")
    ]


def test_an_outcome_ends_the_journey_and_what_follows_opens_the_next(scene):
    key = scene.write(*LINES)
    sanne = next(p for p in scene.all(Person) if p.name == "Sanne Bakker")
    first, second = [j for j in scene.all(Journey) if j.person_id == sanne.id]
    assert (first.opened_on, first.ended_on) == (date(2025, 6, 3), date(2025, 7, 1))
    assert (second.opened_on, second.ended_on) == (date(2025, 8, 1), None)
    assert scene.read(key).counts["open_journeys"] == 2
    handovers = {h.journey_id: h for h in scene.all(Handover) if h.person_id == sanne.id}
    assert handovers[first.id].state == State.COMPLETED
    assert handovers[second.id].state == State.UNKNOWN
    assert all(h.told and h.offered_at and h.ended_at for h in handovers.values())
    outcome = scene.all(Outcome)[0]
    assert (outcome.source, outcome.starts_on, outcome.journey_id) == (Source.REGISTER, date(2025, 7, 1), first.id)
    met = scene.all(Introduction)
    assert [(one.handover_id, one.with_all_three, one.held_on) for one in met] == [
        (handovers[first.id].id, True, date(2025, 6, 3))
    ]


def test_an_open_journey_has_a_responsible_worker_and_a_day_for_a_call(scene):
    scene.write(
        *(line(n, "2025-06-03", f"Persoon{chr(96 + n)} Achter{chr(98 + n)}o", partner="DOCK") for n in range(2, 25))
    )
    still = [journey for journey in scene.all(Journey) if journey.is_open]
    assert len(still) == 23
    assert all(j.responsible_id == scene.world.carla.id == j.next_worker_id and j.next_what for j in still)
    assert max(Counter(journey.next_on for journey in still).values()) == 10
    answering = {(row.journey_id, row.worker_id) for row in scene.all(Responsibility) if row.until is None}
    assert answering == {(journey.id, scene.world.carla.id) for journey in still}


def test_remarks_become_notes_of_the_importing_worker(scene):
    scene.write(*LINES)
    assert [(n.text, n.author_id) for n in scene.all(Note)] == [("belt terug", scene.world.carla.id)]


def test_an_existing_person_only_gets_details_that_were_missing(scene):
    number = scene.new_person("Sanne Bakker", birth_year=1970, phone="0612345670", street="Tigrisdreef")
    scene.write(*LINES, line(9, "2025-09-01", "Sanne Bakker", birth_year=1970, phone="0612345670", email="s@x.nl"))
    sanne = next(p for p in scene.all(Person) if p.id == number)
    assert (sanne.street, sanne.email) == ("Tigrisdreef", "s@x.nl")
    assert len([p for p in scene.all(Person) if p.name == "Sanne Bakker"]) == 1


def test_an_open_journey_continues_and_is_not_ended(scene):
    scene.write(line(2, "2025-06-02", "Rachid Amrani", birth_year=1965, partner="DOCK"))
    scene.write(
        line(2, "2025-07-02", "Rachid Amrani", birth_year=1965, result="Opleiding"),
        line(3, "2025-08-02", "Rachid Amrani", birth_year=1965, partner="Pozitive"),
    )
    journeys = scene.all(Journey)
    assert [journey.is_open for journey in journeys] == [True, False]
    assert [h.journey_id for h in scene.all(Handover)] == [journeys[0].id] * 2


def test_the_same_register_again_adds_nothing(scene):
    scene.write(*LINES)
    before = scene.everything()
    key = scene.write(*LINES)
    after = scene.everything()
    assert scene.read(key).counts["there"] == 6
    assert {table for table in before if before[table] != after[table]} == {"imported_row"}


def test_the_result_of_each_line_is_recorded(scene):
    key = scene.write(*LINES)
    rows = {row.row: row for row in scene.all(ImportedRow)}
    assert set(rows) == {2, 3, 4, 5, 6, 7, 8}
    assert rows[8].refusal == "no_such_day"
    assert rows[2].person_is_new
    assert not rows[4].person_is_new
    assert rows[4].handover_id
    assert rows[4].journey_is_new
    assert rows[6].outcome_id
    assert scene.read(key).stage == Stage.WRITTEN


def test_every_record_is_logged_in_the_name_of_the_importing_worker(scene):
    key = scene.write(*LINES)
    with scene.session() as db:
        mine = db.exec(select(AuditEntry).where(AuditEntry.basis == f"import {key}", AuditEntry.what == "added")).all()
    made = Counter(entry.subject for entry in mine)
    tables = (Visit, Journey, Handover, Outcome, Introduction, Note, Responsibility, Opening)
    assert made == {"person": 2, **{model.__tablename__: len(scene.all(model)) for model in tables}}
    assert {entry.worker_id for entry in mine} == {scene.world.carla.id}
    visit = next(entry for entry in mine if entry.subject == "visit" and entry.person_id)
    assert visit.details["about"] == [None, "werk"]


def test_words_that_are_not_understood_become_questions_and_notes(scene):
    key = scene.write(line(2, "2025-06-02", "Rachid Amrani", partner="Dok", result="iets anders"))
    assert scene.read(key).counts["questions"] == 2
    assert scene.all(Note)[0].text == "Doorverwezen naar: Dok\nResultaat: iets anders"
    assert scene.all(Handover) == []


def test_topics_are_matched_and_only_asked_about_when_they_recur(scene):
    with scene.session() as db:
        topics = [
            ListItem(shop_id=scene.shop_id, list=ListName.TOPIC, position=n, **one)
            for n, one in enumerate(DEFAULT_LISTS[ListName.TOPIC])
        ]
        db.add_all(topics)
        db.flush()
        work = next(item.key for item in topics if item.code == "work")
    often = [line(n, "2025-06-03", f"Persoon{chr(95 + n)}", about="brief uitkering") for n in range(10, 15)]
    lines = [
        line(2, "2025-06-02", "Rachid Amrani", about="zoekt werk"),
        line(3, "2025-06-02", "Ans Smit", about="een fiets"),
        *often,
    ]
    key = scene.hand_in(*lines)
    with scene.session() as db:
        imported = queries.import_by_key(db, key)
        (asked,) = queries.questions(db, imported.id)
        assert (asked.kind, asked.said, asked.rows) == (WordKind.TOPIC, "brief uitkering", 5)
        actions.answer_word(db, imported, asked, work, by=scene.coordinator, at=NOON)
        actions.recount(db, imported, by=scene.coordinator, at=NOON)
    import_jobs.prepare(key)
    import_jobs.write(key)
    told = {visit.about: visit.topic for visit in scene.all(Visit)}
    assert told == {"zoekt werk": work, "een fiets": "", "brief uitkering": work}  # free text stays as it is
