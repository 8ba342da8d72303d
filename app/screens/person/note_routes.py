"""Pages to write a note, read it with its earlier texts, and correct it as its author."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import N_
from app.guidance.journeys import queries as journeys
from app.guidance.notes import actions, labels, queries, rules
from app.guidance.notes.forms import CorrectionForm, NoteForm
from app.guidance.notes.models import Note
from app.handovers.disclosure.queries import PersonView, person_view
from app.screens.person.routes import NAME_NOT_SHARED, log_person_read
from app.shop.lists import queries as lists_queries
from app.shop.lists.models import ListName
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages import Page, or_404, redirect

router = APIRouter()

CHANGED_MEANWHILE = N_(
    "You have since corrected this note in another window. Both texts are shown here. Save the text you want to keep."
)


@router.get("/people/{key}/notes")
def new_note(key: str, page: Page, db: Db, actor: CanFollow, now: Now, template: str = "") -> Any:
    view = or_404(person_view(db, actor, key, now))
    log_person_read(db, view, actor, now, "note")
    item = lists_queries.item(db, actor.shop_id, template) if template else None
    template_text = item.body if item is not None and item.list == ListName.NOTE and item.retired_at is None else ""
    start = {"text": template_text, "reach": rules.default_reach(actor).value}
    return _note_form_page(
        page, db, view, Submission(NoteForm, start=start), actor, chosen=template if template_text else ""
    )


def _note_form_page(
    page: Any, db: Session, view: PersonView, form: Submission[NoteForm], actor: Actor, chosen: str = ""
) -> Any:
    beginnings = [(i.key, i.name(language.get())) for i in lists_queries.items(db, actor.shop_id, ListName.NOTE)]
    return page(
        "screens/person/note.html",
        block="main",
        person=view.card,
        called=view.name or _(NAME_NOT_SHARED),
        form=form,
        chosen=chosen,
        beginnings=beginnings if chosen or not form.value("text") else [],
        reaches=labels.reach_choices(actor.organisation_name),
    )


@router.post("/people/{key}/notes")
def create_note(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[NoteForm]) -> Any:
    view = or_404(person_view(db, actor, key, now))
    if form.errors:
        return _note_form_page(page, db, view, form, actor)
    target = f"/people/{key}#line"
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(target)
    intention.answer = target
    reach = form.data.reach or rules.default_reach(actor)
    journey = journeys.open_journey(db, view.person.id)
    actions.write_note(db, view.person, journey, form.data.text, reach=reach, by=actor, at=now)
    return redirect(target)


def _note_or_404(db: Session, actor: Actor, key: str, now: datetime) -> tuple[Note, PersonView]:
    """The note and its person, if the reader may see both; 404 otherwise."""
    note, person = or_404(queries.note_with_person(db, actor.shop_id, key))
    view = or_404(person_view(db, actor, person.key, now))
    if not rules.can_read(view.reader, note, note.reach):
        or_404(None)
    return note, view


@router.get("/notes/{key}")
def show(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    note, view = _note_or_404(db, actor, key, now)
    log_person_read(db, view, actor, now, "note")
    return page(
        "guidance/notes/show.html",
        block="main",
        note=note,
        person=view.card,
        called=view.name or _(NAME_NOT_SHARED),
        reach=labels.reach_name(note.reach, note.organisation.name),
        today=local_day(now),
        rules=rules,
        actor=actor,
        earlier=[
            (row, labels.reach_name(row.reach, note.organisation.name))
            for row in queries.earlier_texts(db, note, view.reader)
        ],
    )


@router.get("/notes/{key}/correction")
def edit_note(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    note, view = _note_or_404(db, actor, key, now)
    if rules.correct_note.obstacle(note, actor):
        return redirect(f"/notes/{key}")
    log_person_read(db, view, actor, now, "note")
    start = {"text": note.text, "reach": note.reach.value, "version": note.version}
    return _correction_page(page, note, view, Submission(CorrectionForm, start=start), actor)


def _correction_page(page: Any, note: Note, view: PersonView, form: Submission[CorrectionForm], actor: Actor) -> Any:
    return page(
        "guidance/notes/correct.html",
        block="main",
        note=note,
        person=view.card,
        called=view.name or _(NAME_NOT_SHARED),
        form=form,
        reaches=labels.reach_choices(note.organisation.name),
    )


@router.post("/notes/{key}/correction")
def correct_note(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[CorrectionForm]) -> Any:
    note, view = _note_or_404(db, actor, key, now)
    rules.correct_note.check(note, actor)
    if not form.errors and form.data.version != note.version:
        form.wrong("", CHANGED_MEANWHILE)  # show both texts; the typed one is saved when it is submitted again
        form.typed["version"] = note.version
    if form.errors:
        return _correction_page(page, note, view, form, actor)
    actions.correct_note(db, note, form.data.text, reach=form.data.reach, version=form.data.version, by=actor, at=now)
    return redirect(f"/people/{view.card.key}#line")
