"""Routes of the import: upload a register, confirm its columns, answer questions, write, undo."""

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanImport
from app.audit import audit_log, models
from app.core.clock import Now, local_day
from app.core.database import Db, after_commit, audit_transaction, reads_only
from app.core.scheduled_jobs import wake_runners
from app.core.text_rules import N_
from app.records.register_import import queries
from app.records.register_import.forms import MEANS_NOTHING, ColumnsForm, PersonsForm, SheetForm, WordsForm, WritingForm
from app.records.register_import.models import Import, Stage
from app.records.register_import.parsing import files
from app.records.register_import.parsing.file_errors import MAX_BYTES, Unreadable
from app.records.register_import.running import actions, job_queue, rejected_rows_file
from app.records.register_import.web import labels
from app.records.register_import.web.views import preview, steps
from app.web.forms import CHOOSE, Form, Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, or_404, redirect
from app.web.request_threads import slow
from app.web.uploads import Upload, UploadedFile

router = APIRouter()
MAX_BODY_BYTES = {"/imports": MAX_BYTES + 1024 * 1024}  # the largest file, with the rest of its request
BASIS = "import"
NO_FILE = N_("Choose a file first.")


@router.get("/imports")
def index(page: Page, db: Db, actor: CanImport, now: Now) -> Any:
    return _render_index(page, db, actor, now)


def _render_index(page: Any, db: Session, actor: Actor, now: datetime, wrong: str = "") -> Any:
    return page(
        "records/register_import/index.html",
        block="handing_in",
        imports=queries.imports(db, actor),
        stages=labels.STAGE_NAMES,
        today=local_day(now),
        wrong=wrong,
        status=422 if wrong else None,
    )


@router.post("/imports")
def hand_in(page: Page, db: Db, actor: CanImport, now: Now, file: UploadedFile) -> Any:
    upload: Upload = file
    if not upload.content:
        return _render_index(page, db, actor, now, _(NO_FILE))
    try:
        files.check_format(upload.content)
    except Unreadable as problem:
        return _render_index(page, db, actor, now, _(problem.reason) % problem.facts)
    imported = actions.hand_in(db, upload.content, upload.name, by=actor, at=now)
    if not imported.found and imported.stage in (Stage.COLUMNS, Stage.BROKEN):
        actions.request_scan(db, imported, at=now)
        after_commit(db, wake_runners)
    return redirect(f"/imports/{imported.key}")


@router.get("/imports/{key}")
def show(key: str, page: Page, db: Db, actor: CanImport, now: Now) -> Any:
    return _render(page, db, actor, now, or_404(queries.import_for(db, actor, key)), Submission(Form))


def _render(page: Any, db: Session, actor: Actor, now: datetime, imported: Import, form: Submission[Any]) -> Any:
    """Renders the page for the current stage. Logs the persons that it shows."""
    context: dict[str, Any] = {
        "imported": imported,
        "progress_text": labels.PROGRESS_TEXTS.get(imported.stage, ""),
        "steps": steps(imported),
        "form": form,
        "imports_ahead": job_queue.imports_ahead(db, imported, now),
        "columns": [(column, _(name)) for column, name in labels.COLUMN_NAMES.items()],
        "chosen": _selected_columns(imported, form),
        "today": local_day(now),
    }
    persons: list[int] = []
    if imported.stage in (Stage.READY, Stage.WRITTEN):
        if not form.typed:
            form.typed["follower"] = queries.proposed_follower_key(db, imported)
        shown = context["shown"] = preview(db, imported)
        persons = shown.person_ids
    if imported.stage in (Stage.COLUMNS, Stage.READY, Stage.WRITTEN):  # examples from the columns may name people too
        audit_log.log_read(
            db, by=actor, at=now, subject="import", subject_id=imported.id, basis=BASIS, persons=persons, what="page"
        )
    return page("records/register_import/import.html", block="stage", **context)


def _selected_columns(imported: Import, form: Submission[Any]) -> dict[int, str]:
    """The selected contents of each column, by its position: as just submitted, or else as stored."""
    places, typed = [seen["place"] for seen in imported.found], form.values("meant")
    if len(typed) == len(places):
        return dict(zip(places, typed, strict=True))
    return {place: imported.columns.get(str(place), "") for place in places}


@router.post("/imports/{key}/sheet")
def choose_sheet(key: str, db: Db, actor: CanImport, now: Now, form: Submitted[SheetForm]) -> Any:
    imported = or_404(queries.import_for(db, actor, key))
    if form.errors or form.data.sheet >= len(imported.sheets):
        raise HTTPException(422)
    actions.request_scan(db, imported, sheet=imported.sheets[form.data.sheet], at=now)
    after_commit(db, wake_runners)
    return redirect(f"/imports/{key}")


@router.post("/imports/{key}/columns")
def confirm_columns(key: str, page: Page, db: Db, actor: CanImport, now: Now, form: Submitted[ColumnsForm]) -> Any:
    imported = or_404(queries.import_for(db, actor, key))
    if not form.errors and len(form.data.meant) != len(imported.found):
        raise HTTPException(422)
    if not form.errors:
        places = [seen["place"] for seen in imported.found]
        columns = {place: meant or None for place, meant in zip(places, form.data.meant, strict=True)}
        if wrong := actions.columns_obstacle(columns):
            form.wrong("", wrong)
    if form.errors:
        return _render(page, db, actor, now, imported, form)
    actions.remember_columns(db, imported, columns, by=actor, at=now)
    actions.confirm_columns(db, imported, columns, imported.heading_row, by=actor, at=now)
    after_commit(db, wake_runners)
    return redirect(f"/imports/{key}")


@router.post("/imports/{key}/columns/again")
def reopen_columns(key: str, db: Db, actor: CanImport, now: Now) -> Any:
    imported = or_404(queries.import_for(db, actor, key))
    if imported.found:
        actions.reopen_columns(db, imported, at=now)
    else:  # imported on the command line, which does not detect columns for the page
        actions.request_scan(db, imported, at=now)
        after_commit(db, wake_runners)
    return redirect(f"/imports/{key}")


@router.post("/imports/{key}/words")
def answer_words(key: str, db: Db, actor: CanImport, now: Now, form: Submitted[WordsForm]) -> Any:
    """Stores the meanings of words, and counts again."""
    imported = or_404(queries.import_for(db, actor, key))
    if form.errors:
        raise HTTPException(422)
    for number, meant in zip(form.data.question, form.data.meant, strict=False):
        if meant:
            question = or_404(queries.question_for(db, imported, number))
            actions.answer_word(db, imported, question, "" if meant == MEANS_NOTHING else meant, by=actor, at=now)
    return _recount(db, actor, imported, now)


@router.post("/imports/{key}/persons/{question}")
def answer_pair(key: str, question: str, db: Db, actor: CanImport, now: Now, form: Submitted[PersonsForm]) -> Any:
    imported = or_404(queries.import_for(db, actor, key))
    if form.errors:
        raise HTTPException(422)
    asked = or_404(queries.question_for(db, imported, question))
    actions.answer_same(db, imported, asked, form.data.same == "yes", by=actor, at=now)
    return redirect(f"/imports/{key}#persons")


@router.post("/imports/{key}/count")
def recount(key: str, db: Db, actor: CanImport, now: Now) -> Any:
    return _recount(db, actor, or_404(queries.import_for(db, actor, key)), now)


def _recount(db: Session, actor: Actor, imported: Import, now: datetime) -> Any:
    actions.recount(db, imported, by=actor, at=now)
    after_commit(db, wake_runners)
    return redirect(f"/imports/{imported.key}")


@router.post("/imports/{key}/writing")
def write(key: str, page: Page, db: Db, actor: CanImport, now: Now, form: Submitted[WritingForm]) -> Any:
    imported = or_404(queries.import_for(db, actor, key))
    able = {worker.key: worker for worker in queries.eligible_followers(db, actor.shop_id)}
    if form.errors or form.data.follower not in able:
        form.wrong("follower", CHOOSE)
        return _render(page, db, actor, now, imported, form)
    actions.choose_follower(db, imported, able[form.data.follower], by=actor, at=now)
    actions.begin_writing(db, imported, by=actor, at=now)
    after_commit(db, wake_runners)
    return redirect(f"/imports/{key}")


@router.post("/imports/{key}/undoing")
def undo(key: str, db: Db, actor: CanImport, now: Now) -> Any:
    actions.begin_undoing(db, or_404(queries.import_for(db, actor, key)), by=actor, at=now)
    after_commit(db, wake_runners)
    return redirect(f"/imports/{key}")


@router.post("/imports/{key}/removal")
def discard(key: str, db: Db, actor: CanImport, now: Now) -> Any:
    actions.discard(db, or_404(queries.import_for(db, actor, key)), by=actor, at=now)
    return redirect("/imports")


@router.get("/imports/{key}/refused.{kind}")
@reads_only  # reads the whole file, for some seconds, without blocking the front desk
@slow
def rejected_rows(key: str, kind: Literal["csv", "xlsx"], db: Db, actor: CanImport, now: Now) -> Response:
    """The refused lines as a file, with a column for the reasons. Its name contains no personal data (TRUST 17)."""
    imported = or_404(queries.import_for(db, actor, key))
    content = or_404(rejected_rows_file.build_file(imported, kind))
    with audit_transaction(db) as writing:
        audit_log.log_read(
            writing,
            by=actor,
            at=now,
            kind=models.AuditKind.EXPORT,
            subject="import",
            subject_id=imported.id,
            basis=BASIS,
            what="refused lines",
        )
    name = "{}-{}.{}".format(_("refused-lines"), local_day(now), kind)
    return Response(
        content,
        media_type=rejected_rows_file.MEDIA_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
