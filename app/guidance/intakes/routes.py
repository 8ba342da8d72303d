"""Pages of an intake: starting it, saving it while it is typed, and following up."""

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


def _load_view(db: Session, intake: Intake) -> IntakeView:
    passages, bank = queries.passages(db, intake.id), queries.question_bank(db, intake.shop_id)
    return build_intake_view(intake, passages, bank, queries.changes_of(db, intake), language.get())


def _render(
    page: Any,
    view: IntakeView,
    now: datetime,
    *,
    block: str = "main",
    status: int = 200,
    passage_view: PassageView | None = None,
    question_view: QuestionView | None = None,
) -> Any:
    return page(
        "guidance/intakes/intake.html",
        block=block,
        status=status,
        view=view,
        intake=view.intake,
        person=view.intake.person,
        passage_view=passage_view,
        question_view=question_view,
        section_titles=SECTION_TITLES,
        levels=LEVEL_NAMES,
        today=local_day(now),
    )


def log_intake_read(db: Session, intake: Intake, actor: Actor, now: datetime) -> None:
    """Adds to the audit log that the actor read this intake."""
    audit_log.log_read(
        db, by=actor, at=now, subject="intake", subject_id=intake.id, basis="front office", persons=[intake.person_id]
    )


@router.get("/people/{key}/talk")
def start_form(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    """The page with the start button, so that no GET request starts an intake."""
    person = or_404(queries.visitor_for(db, actor, key))
    if intake := queries.unfinished_intake(db, person.id):
        return redirect(f"/talks/{intake.key}")
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
    intake = or_404(queries.intake_for(db, actor, key))
    log_intake_read(db, intake, actor, now)
    return _render(page, _load_view(db, intake), now)


@router.get("/talks/{key}/kept/{section}")
@router.get("/talks/{key}/kept/{section}/{subject}")
def show_passage(
    key: str, section: Section, page: Page, db: Db, actor: CanHoldIntakes, now: Now, subject: str = ""
) -> Any:
    """The passage after a save: only its status line for HTMX, otherwise the whole page."""
    intake = or_404(queries.intake_for(db, actor, key))
    log_intake_read(db, intake, actor, now)
    view = _load_view(db, intake)
    return _render(page, view, now, block="saved", passage_view=or_404(view.passage(section, subject)))


@router.post("/talks/{key}/passages")
def save_passage(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now, form: Submitted[PassageForm]) -> Any:
    intake = or_404(queries.intake_for(db, actor, key))
    view = _load_view(db, intake)
    if form.errors:
        return _render_errors(page, view, form, now)
    typed = form.data
    passage_view = or_404(view.passage(typed.section, typed.subject))
    text, version = typed.text, typed.version
    if typed.over is not None:
        version = typed.over
    elif typed.both is not None:
        text, version = f"{passage_view.text}\n\n{text}".strip(), typed.both
    removed = not typed.ticked if passage_view.is_choice else not text
    try:
        actions.save_passage(db, intake, typed.section, typed.subject, text, version, removed=removed, by=actor, at=now)
    except actions.StalePassage as stale:
        passage_view.text, passage_view.ticked, passage_view.version = text, not removed, version
        passage_view.stale, passage_view.stale_by = stale.saved, stale.facts["name"]
        return _render(page, view, now, block="saved", status=422, passage_view=passage_view)
    path = f"{typed.section.value}/{typed.subject}" if typed.subject else typed.section.value
    return redirect(f"/talks/{key}/kept/{path}#{passage_view.id}")


def _render_errors(page: Any, view: IntakeView, form: Submission[PassageForm], now: datetime) -> Any:
    """Renders the rejected text with the reason next to it."""
    section = form.value("section")
    is_section = section in set(Section)
    passage_view = or_404(view.passage(Section(section), str(form.value("subject"))) if is_section else None)
    passage_view.text = str(form.value("text"))
    passage_view.error = next(iter(form.errors.values()))
    passage_view.saved_at = None
    return _render(page, view, now, block="saved", status=422, passage_view=passage_view)


@router.get("/talks/{key}/choices/{question}")
def show_choices(key: str, question: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    """The choices after a save: only that question for HTMX, otherwise the whole page."""
    intake = or_404(queries.intake_for(db, actor, key))
    log_intake_read(db, intake, actor, now)
    view = _load_view(db, intake)
    return _render(page, view, now, block="choices", question_view=or_404(view.question(question)))


@router.post("/talks/{key}/choices/{question}")
def save_choices(
    key: str, question: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now, form: Submitted[ChoicesForm]
) -> Any:
    intake = or_404(queries.intake_for(db, actor, key))
    question_view = or_404(_load_view(db, intake).question(question))
    url = f"/talks/{key}/choices/{question}#{question_view.id}"
    if form.errors:
        return redirect(url)
    asked = question_view.question
    chosen = choice_actions.parse_choices(asked, form.data.chosen, LEVEL_NAMES)
    seen = choice_actions.parse_choices(asked, form.data.seen, LEVEL_NAMES)
    stale = choice_actions.save_choices(db, intake, asked, chosen, seen, by=actor, at=now)
    if not stale:
        return redirect(url)
    view = _load_view(db, intake)
    question_view = or_404(view.question(question))
    question_view.stale = [(passage, chosen.get(passage.subject, "")) for passage in stale]
    return _render(page, view, now, block="choices", status=422, question_view=question_view)
