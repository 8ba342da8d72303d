"""The page of one person: next step, responsible worker, story, consents and timeline."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanRunFrontDesk, CanSeePersons
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import N_
from app.guidance.intakes import queries as talks
from app.guidance.journeys import rules
from app.handovers.consents.rules import SECTIONS
from app.handovers.consents.wording import OBSTACLE_PREFIX
from app.handovers.disclosure.queries import PersonView, person_view
from app.people.people import person_aliases
from app.people.people import queries as people
from app.people.people.actions import change
from app.people.people.forms import PersonForm
from app.people.people.models import Person
from app.records.register_import.provenance import register_origins
from app.screens.person.intake_summary_views import intake_summary
from app.screens.person.timeline_page_queries import KIND_NAMES, TimelineKind, TimelinePosition, timeline_page
from app.screens.person.timeline_views import timeline_entries
from app.screens.person.views import PersonViewModel, person_view_model
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages import Page, or_404, redirect

router = APIRouter()

NAME_NOT_SHARED = N_("A person whose name is not shared with you")


def log_person_read(db: Session, view: PersonView, actor: Actor, now: datetime, what: str) -> None:
    audit_log.log_read(db, by=actor, at=now, subject="person", basis=view.basis, what=what, persons=[view.person.id])


@router.get("/people/{key}")
def show(
    key: str,
    page: Page,
    db: Db,
    actor: CanSeePersons,
    now: Now,
    kind: TimelineKind = TimelineKind.ALL,
    before: str = "",
) -> Any:
    view = or_404(person_view(db, actor, key, now))
    if key != view.card.key:  # a merged card redirects to the one it was merged into
        return redirect(f"/people/{view.card.key}")
    log_person_read(db, view, actor, now, "page")
    shown, called = person_view_model(db, view, now), view.name or _(NAME_NOT_SHARED)
    corrects, may_link = may(actor, Permission.RUN_FRONT_DESK), may(actor, Permission.MERGE_PERSONS)
    if view.at_the_door:
        return page(
            "screens/person/person_at_door.html",
            block="main",
            view=view,
            shown=shown,
            called=called,
            person=view.card,
            links=person_aliases.links_of_canonical(db, view.person.id),
            today=local_day(now),
            corrects=corrects,
            may_link=may_link,
        )
    vocabulary = talks.question_bank(db, view.person.shop_id)
    words = vocabulary.names(language.get())
    return page(
        "screens/person/person.html",
        block="main",
        view=view,
        shown=shown,
        called=called,
        **intake_summary(shown, actor, vocabulary),
        corrects=corrects,
        may_link=may_link,
        rules=rules,
        actor=actor,
        talk=next((talk for talk in shown.talks if talk.finished_at is None), None),
        shares=[(c, _section_names(c.sections, words)) for c in shown.consents],
        hands_over=view.answers and may(actor, Permission.HAND_OVER),
        **_timeline_context(db, shown, now, kind, before),
    )


@router.get("/people/{key}/line")
def show_timeline(
    key: str,
    page: Page,
    db: Db,
    actor: CanSeePersons,
    now: Now,
    kind: TimelineKind = TimelineKind.ALL,
    before: str = "",
) -> Any:
    """The timeline as a fragment: filtered by kind, or the next page of older entries."""
    view = or_404(person_view(db, actor, key, now))
    if not page.is_partial or view.at_the_door or key != view.card.key:
        return redirect(
            f"/people/{view.card.key}?kind={kind}&before={before if TimelinePosition.parse(before) else ''}#line"
        )
    log_person_read(db, view, actor, now, "line")
    shown = person_view_model(db, view, now)
    block = "entries" if TimelinePosition.parse(before) else "line"
    return page(
        "screens/person/person.html",
        block=block,
        view=view,
        shown=shown,
        **_timeline_context(db, shown, now, kind, before),
    )


def _timeline_context(
    db: Session, shown: PersonViewModel, now: datetime, kind: TimelineKind, before: str
) -> dict[str, Any]:
    """Template context of the block "line" and its entries."""
    view, today, begin = shown.view, local_day(now), TimelinePosition.parse(before)
    part = timeline_page(db, view, kind, begin)
    line, linked = timeline_entries(part.rows, view.name and view.card.first_name), view.whole and part.linked
    return {
        "person": view.card,
        "journey": shown.journey,
        "today": today,
        "line": line,
        "kind": kind,
        "begin": begin,
        "kinds": [(value.value, _(name)) for value, name in KIND_NAMES.items()],
        "earlier": part.earlier,
        "visits": part.visits,
        "since": min(view.card.since, part.first_visit or view.card.since),
        "late": rules.days_late(shown.journey, today) if shown.journey else 0,
        "links": person_aliases.links_of_canonical(db, view.person.id) if linked else [],
        "origins": person_aliases.provenance(db, view.person.id) if linked else {},
        "registers": register_origins(db, [entry.row for entry in line]) if view.whole and part.imported else {},
    }


def _section_names(sections: list[str], names: dict[str, str]) -> str:
    """Names of the sections in a consent, separated by commas."""
    words = [_(SECTIONS[s]) for s in sections if s in SECTIONS]
    words += [names[key] for s in sections if (key := s.removeprefix(OBSTACLE_PREFIX)) in names]
    return ", ".join(words)


@router.get("/people/{key}/contact")
def edit_contact(key: str, page: Page, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    person = or_404(people.person_for(db, actor, key))
    audit_log.log_read(db, by=actor, at=now, subject="person", basis="at the door of the shop", persons=[person.id])
    born = person.birth_date.strftime("%d-%m-%Y") if person.birth_date else person.birth_year or ""
    start = {name: getattr(person, name) for name in ("name", "phone", "email", "street", "languages")}
    return _contact_page(page, person, Submission(PersonForm, start=start | {"born": born}))


def _contact_page(page: Any, person: Person, form: Submission[PersonForm]) -> Any:
    return page("screens/person/contact_details.html", block="main", person=person, form=form)


@router.post("/people/{key}/contact")
def save_contact(key: str, page: Page, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[PersonForm]) -> Any:
    person = or_404(people.person_for(db, actor, key))
    if form.errors:
        return _contact_page(page, person, form)
    change(db, person, form.data.details(), by=actor, at=now)
    return redirect(f"/people/{key}")
