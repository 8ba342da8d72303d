"""Invariants that the database itself protects: SQL statements that it refuses."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.text_rules import BSN_FOUND
from app.guidance.caseloads.forms import CaseloadHandoverForm
from app.guidance.intakes import actions as intake_actions
from app.guidance.intakes.forms import PassageForm
from app.guidance.intakes.models import Section
from app.guidance.journeys.forms import (
    AddStepForm,
    CompleteStepForm,
    DropStepForm,
    MoveStepForm,
    ReassignForm,
    StepForm,
)
from app.guidance.notes.forms import NoteForm
from app.outcomes.forms import EndForm, RecordForm, StopForm
from app.web.forms import Submission
from app.web.i18n import gettext
from tests.world import NOON


def refused(world, statement, **values):
    with pytest.raises(IntegrityError), world.db.begin_nested():
        world.db.execute(text(statement), values)


@pytest.mark.parametrize(
    "without",
    ["responsible_id = NULL", "next_what = NULL", "next_what = ''", "next_on = NULL", "next_worker_id = NULL"],
)
def test_no_statement_leaves_an_open_journey_without_responsible_worker_or_next_step(world, journey, without):
    refused(world, f"UPDATE journey SET {without} WHERE id = :id", id=journey.id)


def test_no_statement_reopens_a_journey_without_responsible_worker_and_next_step(world, journey):
    world.db.execute(
        text(
            "UPDATE journey SET ended_at = opened_at, ended_by_id = next_worker_id, responsible_id = NULL, "
            "next_what = NULL, next_on = NULL, "
            "next_worker_id = NULL WHERE id = :id"
        ),
        {"id": journey.id},
    )
    refused(world, "UPDATE journey SET ended_at = NULL WHERE id = :id", id=journey.id)


def test_no_statement_gives_a_person_two_open_journeys(world, journey):
    who = "person_id, shop_id, responsible_id"
    step = "next_what, next_on, next_worker_id, next_by, next_moved"
    columns = f"{who}, opened_at, opened_on, {step}, end_word, last_word, version"
    refused(
        world,
        f"INSERT INTO journey (key, {columns}) SELECT 'another', {columns} FROM journey WHERE id = :id",
        id=journey.id,
    )


def test_no_statement_makes_two_workers_responsible_at_once(world, journey):
    columns = "journey_id, person_id, organisation_id, since, why, word"
    refused(
        world,
        f"INSERT INTO responsibility (worker_id, {columns}) SELECT :other, {columns} FROM responsibility "
        "WHERE journey_id = :id",
        other=world.joost.id,
        id=journey.id,
    )


def test_no_statement_moves_responsibility_without_a_reason(world, journey):
    """Invariant 2: responsibility moves only together with a row that says when and why."""
    refused(world, "UPDATE journey SET responsible_id = :other WHERE id = :id", other=world.joost.id, id=journey.id)


def test_no_statement_ends_a_journey_without_the_worker_who_ended_it(world, journey):
    """So no scheduled job can end a journey."""
    refused(world, "UPDATE journey SET ended_at = opened_at WHERE id = :id", id=journey.id)


def test_no_statement_leaves_the_step_of_a_partner_without_the_partner(world, journey):
    refused(world, "UPDATE journey SET next_by = 'partner' WHERE id = :id", id=journey.id)


def test_no_statement_stores_a_passage_twice(world):
    by = world.actor(world.samira)
    intake = intake_actions.start_intake(world.db, world.hatice, by=by, at=NOON)
    intake_actions.save_passage(world.db, intake, Section.WISHES, "", "Werken", 0, by=by, at=NOON)
    columns = "intake_id, person_id, section, subject, text, removed, version, changed_by_id, changed_at"
    refused(world, f"INSERT INTO passage ({columns}) SELECT {columns} FROM passage")


FREE_TEXT = [
    (PassageForm, "text"),
    (StepForm, "what"),
    (AddStepForm, "what"),
    (CompleteStepForm, "what"),
    (CompleteStepForm, "word"),
    (DropStepForm, "word"),
    (MoveStepForm, "reason"),
    (ReassignForm, "word"),
    (CaseloadHandoverForm, "word"),
    (NoteForm, "text"),
    (RecordForm, "where"),
    (StopForm, "reason"),
    (EndForm, "word"),
]


@pytest.mark.parametrize(("form", "name"), FREE_TEXT)
@pytest.mark.parametrize("typed", ["111222333", "111 222 333", "mijn bsn: 1112.22.333", "111-222-333"])
def test_no_field_accepts_a_bsn(form, name, typed):
    assert Submission(form, {name: typed}).errors[name] == gettext(BSN_FOUND)
