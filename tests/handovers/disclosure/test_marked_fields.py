"""With a marker in every field of a person, pages show only the markers of what is shared (TRUST 9 to 11)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import QuestionType, Section
from app.guidance.intakes.queries import question_bank as vocabulary_of
from app.guidance.intakes.question_actions import add_question
from app.guidance.notes import actions as notes
from app.guidance.notes.models import Note, Reach
from app.handovers.consent_changes import actions
from app.handovers.disclosure.queries import person_view
from app.handovers.lifecycle.models import Kind, State
from tests.world import NOON

pytestmark = pytest.mark.sweep
MARKERS = {
    "name": "Mnaam", "phone": "0699999999", "email": "merk@voorbeeld.nl", "street": "Mstraat", "languages": "Mtaal",
    "wishes": "Mwens", "situation": "Msituatie", "talents": "Mtalent", "steps": "Mstap", "obstacle": "Mdrempel",
    "income": "Minkomen", "income words": "Mbijstand", "language": "Mspreektaal", "level": "moedertaal",
    "asked": "Mgevraagd", "notes": "Mnotitie", "question": "Mvraag", "next": "Mvolgende",
    "mine": "Meigen", "ours": "Morganisatie", "front": "Mbalie", "before": "Meerst",
}  # fmt: skip
REACHES = {
    Reach.HANDOVER: "notes",
    Reach.ONLY_ME: "mine",
    Reach.ORGANISATION: "ours",
    Reach.FRONT_OFFICE: "front",
}
SITUATION, TALENTS = {"situation", "income", "income words"}, {"talents", "language", "level", "asked"}
CONTACT = {"name", "phone", "email", "street", "languages"}
PAGES = (
    "/",
    "/door",
    "/people",
    "/handovers",
    "/reports",
    "/openings",
    "/lists",
    "/organisations",
    "/workers",
    "/record",
)


@pytest.fixture
def marked(shop):
    """A shop in which every field of Hatice has a marker."""
    db, samira, person = shop.db, shop.as_("samira"), shop.hatice
    for name in CONTACT:
        setattr(person, name, MARKERS[name])
    talk = talks.start_intake(db, person, by=samira, at=NOON)
    for section in (Section.WISHES, Section.SITUATION, Section.TALENTS, Section.STEPS):
        found = [p for p in talk.passages if p.section == section]
        talks.save_passage(
            db, talk, section, "", MARKERS[section.value], found[0].version if found else 0, by=samira, at=NOON
        )
    obstacle = next(p for p in talk.passages if p.section == Section.OBSTACLE)
    talks.save_passage(
        db, talk, Section.OBSTACLE, shop.debts.key, MARKERS["obstacle"], obstacle.version, by=samira, at=NOON
    )
    _answered(shop, talk)
    for reach, marker in REACHES.items():
        notes.write_note(
            db, person, shop.journey, MARKERS[marker], reach=reach, by=samira, at=NOON - timedelta(hours=1)
        )
    note = notes.write_note(db, person, shop.journey, MARKERS["before"], by=samira, at=NOON - timedelta(hours=1))
    notes.correct_note(db, note, "Beter zo", reach=Reach.HANDOVER, by=samira, at=NOON)
    shop.journey.next_what = MARKERS["next"]
    db.flush()
    return shop


def _answered(shop, talk):
    """Answers questions with choices: one with a text, one with a level, and one that the shop added."""
    db, samira, vocabulary = shop.db, shop.as_("samira"), vocabulary_of(shop.db, shop.shop.id)
    income, languages = (next(q for q in vocabulary.questions if q.code == code) for code in ("income", "languages"))
    wages, turkish = (next(i for i in vocabulary.items if q.offers(i)) for q in (income, languages))
    wages.name_nl, turkish.name_nl = MARKERS["income"], MARKERS["language"]
    talks.save_passage(db, talk, income.choice_section, wages.key, "", 0, by=samira, at=NOON)
    talks.save_passage(db, talk, *income.place, MARKERS["income words"], 0, by=samira, at=NOON)
    talks.save_passage(
        db, talk, languages.choice_section, turkish.key, "", 0, level="mother_tongue", by=samira, at=NOON
    )
    own = add_question(db, section=Section.TALENTS, asks=QuestionType.WORDS, name_nl="Hobby", by=samira, at=NOON)
    talks.save_passage(db, talk, *own.place, MARKERS["asked"], 0, by=samira, at=NOON)


def markers_read_by(client, shop, handover) -> set[str]:
    """The markers on the pages that this client may open."""
    pages = [*PAGES, f"/people/{shop.hatice.key}", f"/people/{shop.hatice.key}/notes", f"/handovers/{handover.key}"]
    pages += [f"/handovers/{handover.key}/together", f"/handovers/{handover.key}/together/answer"]
    pages += [f"/handovers/{handover.key}/draft", f"/people/{shop.hatice.key}/handovers/new"]
    if handover.consent:
        pages.append(f"/consents/{handover.consent.key}/withdrawal")
    pages += [f"/people/{shop.hatice.key}?kind=notes", f"/people/{shop.hatice.key}/line"]
    pages += [f"/notes/{note.key}{more}" for note in shop.db.exec(select(Note)) for more in ("", "/correction")]
    answers = [client.get(url) for url in pages]
    assert all(answer.status_code < 500 for answer in answers)
    every = " ".join(answer.text for answer in answers)
    return {name for name, marker in MARKERS.items() if marker in every}


def offered(shop, sections, state=State.OFFERED, kind=Kind.SUPPORT):
    handover = shop.in_state(state, kind=kind, shared=sections)
    handover.question = MARKERS["question"]
    shop.db.flush()
    return handover


@pytest.mark.parametrize("state", [State.OFFERED, State.CONSIDERING, State.WAITLISTED, State.ACCEPTED, State.RUNNING])
@pytest.mark.parametrize(
    ("sections", "seen"),
    [
        (("contact",), CONTACT),
        (("wishes",), {"wishes"}),
        (("contact", "situation", "talents"), CONTACT | SITUATION | TALENTS),
        (("situation",), SITUATION),
        (("talents",), TALENTS),
        (("steps", "notes"), {"steps", "notes", "next"}),
        (("obstacle",), {"obstacle"}),
    ],
)
def test_the_partner_reads_what_is_shared_and_no_more(marked, as_, state, sections, seen):
    sections = tuple(f"obstacle:{marked.debts.key}" if s == "obstacle" else s for s in sections)
    handover = offered(marked, sections, state)
    assert markers_read_by(as_(marked.fatima), marked, handover) == seen | {"question"}


@pytest.mark.parametrize("who", ["fatima", "dirk"])
def test_a_worker_asked_on_the_spot_reads_no_more_than_their_colleagues(marked, as_, who):
    handover = marked.together(shared=("situation",))
    handover.question = MARKERS["question"]
    marked.db.flush()
    assert markers_read_by(as_(getattr(marked, who)), marked, handover) == SITUATION | {"question"}
    assert markers_read_by(as_(marked.karim), marked, handover) == set()


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.RETURNED, State.MISTAKEN]
)
def test_a_handover_that_is_not_open_shows_the_partner_nothing(marked, as_, state):
    handover = offered(marked, ("contact", "wishes", "notes"), state)
    assert markers_read_by(as_(marked.fatima), marked, handover) == set()


@pytest.mark.parametrize("state", [State.OFFERED, State.ACCEPTED, State.RUNNING])
def test_a_withdrawn_consent_shows_nothing_at_the_next_request(marked, as_, state):
    handover = offered(marked, ("contact", "wishes", "notes"), state)
    assert markers_read_by(as_(marked.fatima), marked, handover)
    actions.withdraw_consent(marked.db, handover.consent, by=marked.as_("samira"), at=NOON)
    assert markers_read_by(as_(marked.fatima), marked, handover) == set()


def test_an_expired_consent_shows_nothing(marked, as_):
    handover = offered(marked, ("contact", "wishes", "notes"))
    handover.consent.until = (NOON - timedelta(days=1)).date()
    assert markers_read_by(as_(marked.fatima), marked, handover) == set()


def test_the_responsible_partner_still_sees_name_and_next_step_after_the_consent_expired(marked, as_):
    handover = offered(marked, ("contact", "wishes"), State.RUNNING, Kind.TRANSFER)
    marked.journey.next_what = MARKERS["next"]
    handover.consent.until = (NOON - timedelta(days=1)).date()
    view = person_view(marked.db, marked.as_("fatima"), marked.hatice.key, NOON)
    assert view.consent_lapsed
    assert {"name", "next"} <= markers_read_by(as_(marked.fatima), marked, handover) <= {"name", "next", "question"}


@pytest.mark.parametrize("worker", ["karim", "marleen", "anton", "petra", "olaf"])
def test_others_read_nothing(marked, as_, worker):
    handover = offered(marked, ("contact", "wishes", "notes"), State.RUNNING)
    assert markers_read_by(as_(getattr(marked.world, worker)), marked, handover) == set()


def test_a_host_reads_name_and_contact_data_only(marked, as_):
    handover = offered(marked, ("contact", "wishes", "notes"), State.RUNNING)
    assert markers_read_by(as_(marked.hanna), marked, handover) <= CONTACT


@pytest.mark.parametrize(
    ("worker", "reads"),
    [
        ("samira", {"notes", "mine", "ours", "front", "before"}),
        ("carla", {"notes", "ours", "front", "before"}),  # a colleague of Samira's organisation
        ("joost", {"notes", "front", "before"}),  # in the same front office, of another organisation
    ],
)
def test_workers_of_the_front_office_read_the_notes_meant_for_them(marked, as_, worker, reads):
    handover = offered(marked, ("contact",))
    every = {*REACHES.values(), "before"}
    assert markers_read_by(as_(getattr(marked.world, worker)), marked, handover) & every == reads
