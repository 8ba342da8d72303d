"""Fills the empty fields of a person's record with what they tell now."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.people.people.actions import change
from app.people.people.forms import PersonDetails
from app.people.people.models import Person


def missing_details(person: Person, told: PersonDetails) -> dict[str, Any]:
    """The details in `told` that the record does not have yet. Never the name: that is corrected, not added."""
    found = {f.name: getattr(told, f.name) for f in fields(told) if f.name != "name"}
    found = {name: value for name, value in found.items() if value and not getattr(person, name)}
    if person.birth_year and told.birth_year != person.birth_year:
        found.pop("birth_date", None)  # a day in another year than the one recorded
    return found


def fill_missing_details(db: Session, person: Person, told: PersonDetails, *, by: Actor, at: datetime) -> None:
    """Fills empty fields and leaves the others alone, including what a colleague is saving at the same moment."""
    person = lock_row(db, person)
    if missing := missing_details(person, told):
        recorded = PersonDetails(**{f.name: getattr(person, f.name) for f in fields(told)})
        change(db, person, replace(recorded, **missing), by=by, at=at)
