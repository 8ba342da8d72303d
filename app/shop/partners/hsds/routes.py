"""Export and import of the directory of services (HSDS 3). It contains no personal data."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanEditLists
from app.core import idempotency
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import N_, fold
from app.shop.lists.models import ListItem
from app.shop.partners import service_queries
from app.shop.partners.hsds import importer, parser
from app.shop.partners.hsds.exporter import directory
from app.web.forms import Form, Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, redirect
from app.web.uploads import Upload, UploadedFile

router = APIRouter()
NO_FILE = N_("Choose a file first.")


class ImportForm(Form):
    """`content`: the uploaded file; `chosen`: folded names of the organisations to import."""

    content: Annotated[str, Field(max_length=parser.MAX_BYTES)]
    chosen: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=400)


def _subjects(db: Session, actor: Actor) -> dict[str, ListItem]:
    return {i.key: i for _list, items in service_queries.subjects(db, actor.shop_id, with_retired=True) for i in items}


@router.get("/partners/export.json")
def export(db: Db, actor: CanEditLists) -> Response:
    services = [s for each in service_queries.services_by_partner(db, actor.shop_id).values() for s in each]
    content = directory((s for s in services if s.partner.retired_at is None), _subjects(db, actor))
    headers = {"Content-Disposition": 'attachment; filename="services.json"'}
    return Response(json.dumps(content, ensure_ascii=False, indent=1), media_type="application/json", headers=headers)


@router.get("/partners/import")
def choose_file(page: Page, actor: CanEditLists) -> Any:
    return _upload_page(page)


def _upload_page(page: Any, wrong: str = "") -> Any:
    return page("shop/partners/directory.html", block="directory", wrong=wrong, status=422 if wrong else None)


@router.post("/partners/import")
def preview(page: Page, db: Db, actor: CanEditLists, now: Now, file: UploadedFile) -> Any:
    """Shows what would be imported. Nothing is stored yet."""
    upload: Upload = file
    if not upload.content:
        return _upload_page(page, _(NO_FILE))
    try:
        content = upload.content.decode("utf-8-sig")
        rows = parser.parse(content, _subjects(db, actor))
    except UnicodeDecodeError:
        return _upload_page(page, _(parser.NOT_A_DIRECTORY))
    except parser.UnreadableFile as problem:
        return _upload_page(page, _(str(problem)))
    return _preview_page(page, db, actor, rows, Submission(ImportForm, start={"content": content}))


def _preview_page(
    page: Any, db: Session, actor: Actor, rows: list[parser.ServiceRow], form: Submission[ImportForm]
) -> Any:
    partners, groups = importer.partners_by_name(db, actor), dict[str, list[parser.ServiceRow]]()
    for row in rows:
        groups.setdefault(fold(row.organisation), []).append(row)
    updated = {
        row.number
        for name, group in groups.items()
        if name in partners
        for row in group
        if importer.matching_service(row, service_queries.services_of(db, partners[name]))
    }
    return page(
        "shop/partners/directory_preview.html",
        block="rows",
        groups=groups,
        partners=partners,
        updated=updated,
        form=form,
    )


@router.post("/partners/import/keeping")
def import_directory(page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[ImportForm]) -> Any:
    if form.errors:
        return _upload_page(page, _(parser.NOT_A_DIRECTORY))
    try:
        rows = parser.parse(form.data.content, _subjects(db, actor))
    except parser.UnreadableFile as problem:
        return _upload_page(page, _(str(problem)))
    return _import(db, actor, now, rows, form.data)


def _import(db: Session, actor: Actor, now: datetime, rows: list[parser.ServiceRow], typed: ImportForm) -> Any:
    if idempotency.begin(db, typed.intention, worker_id=actor.worker_id, at=now, answer="/partners/import"):
        importer.import_services(db, rows, set(typed.chosen), by=actor, at=now)
    return redirect("/partners/import/kept")


@router.get("/partners/import/kept")
def show_imported(page: Page, actor: CanEditLists) -> Any:
    return page("shop/partners/directory_imported.html", block="main")
