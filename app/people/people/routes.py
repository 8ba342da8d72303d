"""The page on which front desk workers change a person's name and contact data."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanRunFrontDesk
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.core.clock import Now
from app.core.database import Db, lock_row
from app.core.ids import digest
from app.core.text_rules import N_
from app.people.people import actions, queries
from app.people.people.forms import PersonForm
from app.people.people.models import Person
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()
CHANGED_MEANWHILE = N_("Somebody else changed this in the meantime. Check what it says now, then save again.")


def _form_values(person: Person) -> dict[str, Any]:
    typed: dict[str, Any] = {name: getattr(person, name) for name in ("name", "phone", "email", "street", "languages")}
    born = person.birth_date.strftime("%d-%m-%Y") if person.birth_date else person.birth_year
    typed["born"] = str(born or "")
    return typed | {"seen": digest(repr(sorted(typed.items())))[:16]}


@router.get("/people/{key}/details")
def show(key: str, page: Page, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    person = or_404(queries.person_for(db, actor, key))
    audit_log.log_read(db, by=actor, at=now, subject="person", basis="door", persons=[person.id], what="details")
    form = Submission(PersonForm, start=_form_values(person))
    return page("people/details.html", block="details", form=form, person=person)


@router.post("/people/{key}/details")
def change(key: str, page: Page, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[PersonForm]) -> Any:
    person = lock_row(db, or_404(queries.person_for(db, actor, key)))  # locked until this save is committed
    current = _form_values(person)
    if not form.errors and form.data.seen != current["seen"]:
        form.wrong("", CHANGED_MEANWHILE)
        form.typed["seen"] = current["seen"]
    if form.errors:
        audit_log.log_read(db, by=actor, at=now, subject="person", basis="door", persons=[person.id], what="details")
        return page("people/details.html", block="details", form=form, person=person)
    actions.change(db, person, form.data.details(), by=actor, at=now)
    return redirect(f"/people/{key}" if may(actor, Permission.READ_STORIES) else "/door")
