"""One person's page: what comes next, who answers, what they want, who may know what, and the line of it all."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.permissions import Doorkeeper, Follower, Permission, PersonReader, may
from app.audit import record
from app.consents.rules import OBSTACLE, SECTIONS
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text import N_
from app.desk.line import entries
from app.desk.picture import picture
from app.desk.story import story
from app.handovers.access import PersonView, person_view
from app.importing.origins import registers
from app.journeys import queries, rules
from app.notes import actions as notes
from app.notes.forms import NoteForm
from app.people import links
from app.people import queries as people
from app.people.actions import change
from app.people.forms import PersonForm
from app.people.models import Person
from app.talks import queries as talks
from app.web.forms import Submission, submitted
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages import Page, found, see

router = APIRouter()

NAMELESS = N_("Somebody whose name is not shared with you")


def _look(db: Session, view: PersonView, actor: Actor, now: datetime, what: str) -> None:
    record.look(db, by=actor, at=now, subject="person", basis=view.basis, what=what, persons=[view.person.id])


@router.get("/people/{key}")
def show(key: str, page: Page, db: Db, actor: PersonReader, now: Now) -> Any:
    view = found(person_view(db, actor, key, now))
    if key != view.card.key:  # a card that was linked to another leads to that one
        return see(f"/people/{view.card.key}")
    _look(db, view, actor, now, "page")
    shown, today = picture(db, view, now), local_day(now)
    vocabulary = talks.vocabulary(db, view.person.shop_id)
    words = vocabulary.names(language.get())
    line = entries(shown, words)
    return page(
        "desk/person.html", block="main", view=view, shown=shown, person=view.card, journey=shown.journey,
        called=view.name or _(NAMELESS), **story(db, view, actor, vocabulary),
        corrects=may(actor, Permission.RUN_DOOR), line=line, today=today, rules=rules,
        actor=actor,
        talk=talks.unfinished_talk(db, view.person.id) if view.whole else None,
        late=rules.days_late(shown.journey, today) if shown.journey else 0,
        shares=[(c, _shared_words(c.sections, words)) for c in shown.consents],
        hands_over=view.answers and may(actor, Permission.HAND_OVER),
        links=links.links_of(db, view.person.id) if view.whole or view.at_the_door else [],
        origins=links.origins(db, view.person.id) if view.whole else {},
        since=min([view.card.since, *(visit.day for visit in shown.visits)]),  # an old register tells of earlier days
        registers=registers(db, [entry.row for entry in line]) if view.whole else {},
        may_link=may(actor, Permission.LINK_PERSONS),
    )  # fmt: skip


def _shared_words(sections: list[str], names: dict[str, str]) -> str:
    """Which sections a consent holds, as words."""
    words = [_(SECTIONS[s]) for s in sections if s in SECTIONS]
    words += [names[key] for s in sections if (key := s.removeprefix(OBSTACLE)) in names]
    return ", ".join(words)


@router.get("/people/{key}/notes")
def writing(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    view = found(person_view(db, actor, key, now))
    _look(db, view, actor, now, "note")
    return _writing(page, view, Submission(NoteForm))


def _writing(page: Any, view: PersonView, form: Submission[NoteForm]) -> Any:
    return page("desk/note.html", block="main", person=view.person, called=view.name or _(NAMELESS), form=form)


@router.post("/people/{key}/notes")
def write(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(NoteForm)) -> Any:  # type: ignore[valid-type]
    view = found(person_view(db, actor, key, now))
    if form.errors:
        return _writing(page, view, form)
    there = f"/people/{key}#line"
    intention = intentions.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(there)
    intention.answer = there
    journey = queries.open_journey(db, view.person.id)
    notes.write_note(db, view.person, journey, form.data.text, by=actor, at=now)
    return see(there)


@router.get("/people/{key}/contact")
def correcting(key: str, page: Page, db: Db, actor: Doorkeeper, now: Now) -> Any:
    person = found(people.person_for(db, actor, key))
    record.look(db, by=actor, at=now, subject="person", basis="at the door of the shop", persons=[person.id])
    born = person.birth_date.strftime("%d-%m-%Y") if person.birth_date else person.birth_year or ""
    start = {name: getattr(person, name) for name in ("name", "phone", "email", "street", "languages")}
    return _correcting(page, person, Submission(PersonForm, start=start | {"born": born}))


def _correcting(page: Any, person: Person, form: Submission[PersonForm]) -> Any:
    return page("desk/contact.html", block="main", person=person, form=form)


@router.post("/people/{key}/contact")
def correct(key: str, page: Page, db: Db, actor: Doorkeeper, now: Now, form: submitted(PersonForm)) -> Any:  # type: ignore[valid-type]
    person = found(people.person_for(db, actor, key))
    if form.errors:
        return _correcting(page, person, form)
    change(db, person, form.data.details(), by=actor, at=now)
    return see(f"/people/{key}")
