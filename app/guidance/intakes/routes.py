"""The pages of a talk: begun, kept while it is typed, followed up later."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanHoldIntakes
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.guidance.intakes import actions, choice_actions, queries
from app.guidance.intakes.forms import ChoicesForm, PassageForm
from app.guidance.intakes.labels import LEVEL_NAMES, SECTION_TITLES
from app.guidance.intakes.models import Intake, Section
from app.guidance.intakes.views import IntakeView, PassageView, QuestionView, build_intake_view
from app.web.forms import Submission, Submitted
from app.web.i18n import language
from app.web.pages import Page, or_404, redirect

router = APIRouter()


def _load_view(db: Session, talk: Intake) -> IntakeView:
    passages, vocabulary = queries.passages(db, talk.id), queries.question_bank(db, talk.shop_id)
    return build_intake_view(talk, passages, vocabulary, queries.changes_of(db, talk), language.get())


def _render(
    page: Any,
    view: IntakeView,
    now: datetime,
    *,
    block: str = "main",
    status: int = 200,
    part: PassageView | None = None,
    asked: QuestionView | None = None,
) -> Any:
    return page(
        "guidance/intakes/intake.html",
        block=block,
        status=status,
        view=view,
        talk=view.talk,
        person=view.talk.person,
        part=part,
        asked=asked,
        parts=SECTION_TITLES,
        levels=LEVEL_NAMES,
        today=local_day(now),
    )


def log_intake_read(db: Session, talk: Intake, actor: Actor, now: datetime) -> None:
    audit_log.log_read(
        db, by=actor, at=now, subject="intake", subject_id=talk.id, basis="front office", persons=[talk.person_id]
    )


@router.get("/people/{key}/talk")
def start_form(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    """A talk begins with a button: looking changes nothing."""
    person = or_404(queries.visitor_for(db, actor, key))
    if talk := queries.unfinished_intake(db, person.id):
        return redirect(f"/talks/{talk.key}")
    audit_log.log_read(db, by=actor, at=now, subject="person", basis="front office", persons=[person.id])
    return page("guidance/intakes/invite.html", block="main", person=person)


@router.post("/people/{key}/talk")
def start(key: str, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    person = or_404(queries.visitor_for(db, actor, key))
    return redirect(f"/talks/{actions.start_intake(db, person, by=actor, at=now).key}")


@router.post("/people/{key}/follow-up")
def start_follow_up(key: str, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    person = or_404(queries.visitor_for(db, actor, key))
    return redirect(f"/talks/{actions.start_follow_up(db, person, by=actor, at=now).key}")


@router.get("/talks/{key}")
def show(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    talk = or_404(queries.intake_for(db, actor, key))
    log_intake_read(db, talk, actor, now)
    return _render(page, _load_view(db, talk), now)


@router.get("/talks/{key}/kept/{section}")
@router.get("/talks/{key}/kept/{section}/{subject}")
def show_passage(
    key: str, section: Section, page: Page, db: Db, actor: CanHoldIntakes, now: Now, subject: str = ""
) -> Any:
    """What stands there now, after a save: the line below that passage, or the whole talk."""
    talk = or_404(queries.intake_for(db, actor, key))
    log_intake_read(db, talk, actor, now)
    view = _load_view(db, talk)
    return _render(page, view, now, block="kept", part=or_404(view.part(section, subject)))


@router.post("/talks/{key}/passages")
def save_passage(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now, form: Submitted[PassageForm]) -> Any:
    talk = or_404(queries.intake_for(db, actor, key))
    view = _load_view(db, talk)
    if form.errors:
        return _render_errors(page, view, form, now)
    typed = form.data
    part = or_404(view.part(typed.section, typed.subject))
    text, version = typed.text, typed.version
    if typed.over is not None:
        version = typed.over
    elif typed.both is not None:
        text, version = f"{part.text}\n\n{text}".strip(), typed.both
    removed = not typed.ticked if part.listed else not text
    try:
        actions.save_passage(db, talk, typed.section, typed.subject, text, version, removed=removed, by=actor, at=now)
    except actions.StalePassage as stale:
        part.text, part.ticked, part.version = text, not removed, version
        part.stale, part.stale_by = stale.kept, stale.facts["name"]
        return _render(page, view, now, block="kept", status=422, part=part)
    way = f"{typed.section.value}/{typed.subject}" if typed.subject else typed.section.value
    return redirect(f"/talks/{key}/kept/{way}#{part.id}")


def _render_errors(page: Any, view: IntakeView, form: Submission[PassageForm], now: datetime) -> Any:
    """What was typed stays, with the reason next to it."""
    section = form.value("section")
    known = section in set(Section)
    part = or_404(view.part(Section(section), str(form.value("subject"))) if known else None)
    part.text, part.version = str(form.value("text")), part.version
    part.error = next(iter(form.errors.values()))
    part.kept_at = None
    return _render(page, view, now, block="kept", status=422, part=part)


@router.get("/talks/{key}/choices/{question}")
def show_choices(key: str, question: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    """What is chosen now, after a save: that question, or the whole talk."""
    talk = or_404(queries.intake_for(db, actor, key))
    log_intake_read(db, talk, actor, now)
    view = _load_view(db, talk)
    return _render(page, view, now, block="choices", asked=or_404(view.question(question)))


@router.post("/talks/{key}/choices/{question}")
def save_choices(
    key: str, question: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now, form: Submitted[ChoicesForm]
) -> Any:
    talk = or_404(queries.intake_for(db, actor, key))
    asked = or_404(_load_view(db, talk).question(question))
    there = f"/talks/{key}/choices/{question}#{asked.id}"
    if form.errors:
        return redirect(there)
    typed, seen = (
        choice_actions.parse_choices(asked.question, each, LEVEL_NAMES) for each in (form.data.chosen, form.data.seen)
    )
    stale = choice_actions.save_choices(db, talk, asked.question, typed, seen, by=actor, at=now)
    if not stale:
        return redirect(there)
    view = _load_view(db, talk)
    asked = or_404(view.question(question))
    asked.stale = [(passage, typed.get(passage.subject, "")) for passage in stale]
    return _render(page, view, now, block="choices", status=422, asked=asked)
