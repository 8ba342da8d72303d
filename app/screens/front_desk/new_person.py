"""Records a new person, after showing possible matches among known persons (at most one extra press)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.audit import audit_log
from app.audit.models import AuditKind
from app.core.clock import local_day
from app.core.text_rules import Checkbox, Key, Line
from app.front_desk.visits import queries as visits
from app.front_desk.visits.models import VisitKind
from app.people.people import actions as people
from app.people.people.fill_gaps import fill_missing_details, missing_details
from app.people.people.forms import PersonDetails, PersonForm
from app.people.people.models import Person
from app.people.people.queries import person_for
from app.people.people.search_log import check_search_limit
from app.records.duplicates import actions as linking
from app.records.duplicates.candidate_list import probable_matches
from app.web.forms import Submission
from app.web.pages import or_404

BASIS, MAX_MATCHES = "door", 3


class NewPersonForm(PersonForm):
    """Details of a new person.

    `known`: key of the match that was chosen; `add`: fill empty fields of that person with what was typed.
    `asked`: keys of the matches that were rejected.
    """

    about: Line = ""
    how: VisitKind = VisitKind.WALK_IN
    known: Key = ""
    add: Checkbox = False
    asked: Annotated[list[Key], Field(max_length=MAX_MATCHES)] = []


@dataclass(frozen=True)
class PossibleMatch:
    """A known person who may be the new one. `lacking`: values that can be added to their card."""

    person: Person
    last: date | None
    is_here: bool
    lacking: list[str | int | date]


def possible_matches(db: Session, actor: Actor, details: PersonDetails, at: datetime) -> list[PossibleMatch]:
    """Possible matches for these details, the likeliest first. Writes the read to the audit log."""
    persons = probable_matches(db, actor.shop_id, details)[:MAX_MATCHES]
    ids = [person.id for person in persons]
    if ids:
        audit_log.log_read(db, by=actor, at=at, kind=AuditKind.SEARCH, subject="person", basis=BASIS, persons=ids)
    last, here = visits.last_days(db, ids), visits.present_persons(db, ids, local_day(at))
    return [PossibleMatch(p, last.get(p.id), p.id in here, _gap_values(missing_details(p, details))) for p in persons]


def _gap_values(more: dict[str, str | int | date]) -> list[str | int | date]:
    """The values to add; the birth year is left out when there is a birth date."""
    return [value for name, value in more.items() if name != "birth_year" or "birth_date" not in more]


def search_limit_status(db: Session, actor: Actor, form: Submission[NewPersonForm], at: datetime) -> int | None:
    """429 when the actor searched too often, else None.

    Possible matches reveal which persons are known, so showing them counts as a search (TRUST 12).
    """
    return None if _is_confirmed(form.data) else check_search_limit(db, form, by=actor, at=at, field="name")


def unconfirmed_matches(db: Session, actor: Actor, form: NewPersonForm, at: datetime) -> list[PossibleMatch]:
    """Possible matches, unless the worker has already answered. Check `search_limit_status` first."""
    return [] if _is_confirmed(form) else possible_matches(db, actor, form.details(), at)


def _is_confirmed(form: NewPersonForm) -> bool:
    return bool(form.known or form.asked)


def resolve_person(db: Session, actor: Actor, form: NewPersonForm, at: datetime) -> Person:
    """The match that was chosen, or the new person, recorded as different from the rejected matches."""
    details = form.details()
    if form.known:
        person = or_404(person_for(db, actor, form.known))
        if form.add:
            fill_missing_details(db, person, details, by=actor, at=at)
        return person
    person = people.add(db, details, by=actor, at=at)
    for other in filter(None, (person_for(db, actor, key) for key in form.asked)):
        linking.mark_different(db, person, other, at_the_door=True, by=actor, at=at)
    return person
