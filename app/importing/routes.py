"""Bringing an old register along: hand in, agree with the columns, answer what is unclear, write, undo."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.permissions import Importer
from app.accounts.queries import colleague
from app.audit import record
from app.core.clock import Now, local_day
from app.core.database import Db
from app.importing import actions, jobs, labels, queries
from app.importing.forms import ColumnsForm, PersonsForm, SheetForm, WordsForm, WritingForm
from app.importing.models import Import, Stage
from app.importing.shown import preview, steps
from app.web.forms import CHOOSE, Submission, submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, found, see
from app.web.uploads import Upload, uploaded

router = APIRouter()
LARGEST = {"/imports": 52 * 1024 * 1024}  # bytes of a request: the largest file, and what is sent around it
BASIS = "import"


@router.get("/imports")
def index(page: Page, db: Db, actor: Importer, now: Now) -> Any:
    return _index(page, db, actor, now)


def _index(page: Any, db: Session, actor: Actor, now: Any, wrong: str = "") -> Any:
    return page(
        "importing/index.html", block="handing_in", imports=queries.imports(db, actor), stages=labels.STAGE_NAMES,
        today=local_day(now), wrong=wrong and _(wrong), status=422 if wrong else None,
    )  # fmt: skip


@router.post("/imports")
def hand_in(page: Page, db: Db, actor: Importer, now: Now, file: uploaded("file")) -> Any:  # type: ignore[valid-type]
    upload: Upload = file
    if wrong := actions.first_trouble(upload.content):
        return _index(page, db, actor, now, wrong)
    return see(f"/imports/{actions.hand_in(db, upload.name, upload.content, by=actor, at=now).key}")


@router.get("/imports/{key}")
def show(key: str, page: Page, db: Db, actor: Importer, now: Now) -> Any:
    return _show(page, db, actor, now, found(queries.import_for(db, actor, key)))


def _show(page: Any, db: Session, actor: Actor, now: Any, one: Import, form: Submission[Any] | None = None) -> Any:
    """The page of where the import is now. What it shows of persons goes on record."""
    context: dict[str, Any] = {
        "one": one, "at_work": labels.AT_WORK.get(one.stage, ""), "steps": steps(one), "today": local_day(now),
        "form": form or Submission(ColumnsForm), "columns": [(c, _(name)) for c, name in labels.COLUMN_NAMES.items()],
        "chosen": one.columns,
    }  # fmt: skip
    if one.stage in (Stage.READY, Stage.WRITTEN):
        shown = preview(db, actor, one, now)
        if shown.persons:
            record.look(db, by=actor, at=now, subject="import", basis=BASIS, persons=shown.persons, what="page")
        context["shown"] = shown
    return page("importing/one.html", block="stage", **context)


@router.post("/imports/{key}/sheet")
def choose_sheet(key: str, db: Db, actor: Importer, now: Now, form: submitted(SheetForm)) -> Any:  # type: ignore[valid-type]
    one = found(queries.import_for(db, actor, key))
    if not form.errors:
        actions.choose_sheet(db, one, form.data.sheet, by=actor, at=now)
    return see(f"/imports/{key}")


@router.post("/imports/{key}/columns")
def agree(key: str, page: Page, db: Db, actor: Importer, now: Now, form: submitted(ColumnsForm)) -> Any:  # type: ignore[valid-type]
    one = found(queries.import_for(db, actor, key))
    if not form.errors and (wrong := actions.agree(db, one, form.data.meant, by=actor, at=now)):
        form.wrong("", wrong)
    return _show(page, db, actor, now, one, form) if form.errors else see(f"/imports/{key}")


@router.post("/imports/{key}/words")
def settle_words(key: str, db: Db, actor: Importer, now: Now, form: submitted(WordsForm)) -> Any:  # type: ignore[valid-type]
    one = found(queries.import_for(db, actor, key))
    if not form.errors:
        actions.settle_words(db, one, dict(zip(form.data.question, form.data.meant, strict=False)), by=actor, at=now)
    return see(f"/imports/{key}")


@router.post("/imports/{key}/persons/{question}")
def settle_persons(
    key: str, question: str, db: Db, actor: Importer, now: Now, form: submitted(PersonsForm)  # type: ignore[valid-type]
) -> Any:  # fmt: skip
    one = found(queries.import_for(db, actor, key))
    asked = found(queries.question_for(db, one, question))
    if not form.errors:
        actions.settle_persons(db, one, asked, form.data.same, by=actor, at=now)
    return see(f"/imports/{key}#persons")


@router.post("/imports/{key}/count")
def count_again(key: str, db: Db, actor: Importer, now: Now) -> Any:
    actions.count_again(db, found(queries.import_for(db, actor, key)), by=actor, at=now)
    return see(f"/imports/{key}")


@router.post("/imports/{key}/columns/again")
def back_to_columns(key: str, db: Db, actor: Importer, now: Now) -> Any:
    actions.back_to_columns(db, found(queries.import_for(db, actor, key)), by=actor, at=now)
    return see(f"/imports/{key}")


@router.post("/imports/{key}/writing")
def write(key: str, page: Page, db: Db, actor: Importer, now: Now, form: submitted(WritingForm)) -> Any:  # type: ignore[valid-type]
    one = found(queries.import_for(db, actor, key))
    follower = None if form.errors else colleague(db, actor.shop_id, form.data.follower)
    if follower is None:
        form.wrong("follower", CHOOSE)
        return _show(page, db, actor, now, one, form)
    actions.write(db, one, follower, by=actor, at=now)
    return see(f"/imports/{key}")


@router.post("/imports/{key}/undoing")
def undo(key: str, db: Db, actor: Importer, now: Now) -> Any:
    actions.undo(db, found(queries.import_for(db, actor, key)), by=actor, at=now)
    return see(f"/imports/{key}")


@router.post("/imports/{key}/removal")
def throw_away(key: str, db: Db, actor: Importer, now: Now) -> Any:
    actions.throw_away(db, found(queries.import_for(db, actor, key)), by=actor, at=now)
    return see("/imports")


@router.get("/imports/{key}/refused.{kind}")
def refused(key: str, kind: str, request: Request, db: Db, actor: Importer, now: Now) -> Response:
    """The refused lines as the same file, with a column that says why."""
    one = found(queries.import_for(db, actor, key))
    content, media = found(jobs.refused_file(db, one, kind))
    record.look(db, by=actor, at=now, subject="import", subject_id=one.id, basis=BASIS, persons=(), what="refused lines")
    name = f"{_('refused')}-{local_day(now)}.{kind}"  # no name of a person, and none of a file (TRUST 17)
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
