"""Contacts other than walk-ins: phone and video calls, appointments, and people met outside or at an event."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanRunFrontDesk
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import N_, Key, Line
from app.front_desk.visits import actions, other_contacts, rules
from app.front_desk.visits.models import VisitKind
from app.front_desk.visits.queries import visit_for
from app.people.people.models import Person
from app.people.people.queries import person_for
from app.web.forms import CHOOSE, Form, Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, or_404, redirect

router = APIRouter()
MAX_CHOICES = 6  # of the search results offered as a choice
NOBODY = "nobody"  # value in the form for a contact without a name

KIND_NAMES = {
    VisitKind.PHONE: N_("Phone"),
    VisitKind.VIDEO: N_("Video call"),
    VisitKind.APPOINTMENT: N_("Appointment, has arrived"),
    VisitKind.OUTREACH: N_("Met outside"),
    VisitKind.EVENT: N_("At an event"),
}


class ContactForm(Form):
    """`person`: a person's key, or NOBODY. `several`: how many contacts without a name to record."""

    person: Annotated[Key, Field(min_length=1)]
    kind: VisitKind
    about: Line = ""
    several: Annotated[int, Field(ge=1, le=rules.MAX_AT_ONCE)] = 1


def empty_contact_form(persons: list[Person]) -> dict[str, Any]:
    """Template context of an empty form. A single search result is preselected; of several the worker chooses."""
    meant = persons[0].key if len(persons) == 1 else "" if persons else NOBODY
    return _form_context(Submission(ContactForm, start={"person": meant}), persons)


def _form_context(form: Submission[ContactForm], persons: list[Person]) -> dict[str, Any]:
    form.prefix = "contact"
    known = [(p.key, p.name, str(p.birth_year or "")) for p in persons[:MAX_CHOICES]]
    return {
        "contact": form,
        "contact_kinds": [(kind.value, _(name)) for kind, name in KIND_NAMES.items()],
        "contact_choices": [*known, (NOBODY, _("Somebody without a name"), "")],
    }


def _contacts_page(
    page: Any, db: Session, actor: Actor, at: datetime, form: Submission[ContactForm], person: Person | None
) -> Any:
    today = other_contacts.contacts_today(db, actor, at)
    shown = {p.id for one in today if (p := one.visit.person)} | ({person.id} if person else set())
    if shown:
        audit_log.log_read(db, by=actor, at=at, subject="visit", basis="door", what="list", persons=sorted(shown))
    return page(
        "screens/front_desk/contacts.html",
        block="contacts",
        today=today,
        kinds=KIND_NAMES,
        **_form_context(form, [person] if person else []),
    )


@router.get("/door/contacts")
def show(page: Page, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    """Today's contacts, each with a button to undo a mistake."""
    return _contacts_page(page, db, actor, now, Submission(ContactForm, start={"person": NOBODY}), None)


@router.post("/door/contacts")
def record_contact(page: Page, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[ContactForm]) -> Any:
    person = None if "person" in form.errors else person_for(db, actor, str(form.value("person")))
    if not form.errors:
        typed = form.data
        if person is None and typed.person != NOBODY:
            form.wrong("person", CHOOSE)
        if typed.kind not in KIND_NAMES:
            form.wrong("kind", CHOOSE)
        elif typed.several > 1 and (reason := rules.several_obstacle(typed.kind, named=person is not None)):
            form.wrong("several", reason)
    if form.errors:
        return _contacts_page(page, db, actor, now, form, person)
    if intention := idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now):
        intention.answer = "/door"
        typed = form.data
        if typed.several > 1:
            other_contacts.record_several(db, typed.several, kind=typed.kind, about=typed.about, by=actor, at=now)
        else:
            actions.register(db, person, about=typed.about, kind=typed.kind, by=actor, at=now)
    return redirect("/door")


@router.post("/door/contacts/{key}/mistake")
def undo_contact(key: str, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    """Removes everything recorded with one press, which may be several contacts."""
    other_contacts.undo_entry(db, or_404(visit_for(db, actor, key)), by=actor, at=now)
    return redirect("/door/contacts")
