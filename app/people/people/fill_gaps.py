"""Adding what somebody says now to what stands on their card, where that is still empty."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.people.people.actions import change
from app.people.people.forms import PersonDetails
from app.people.people.models import Person


def missing_details(person: Person, said: PersonDetails) -> dict[str, Any]:
    """What was said and does not stand on the card yet. Never a name: that is corrected, not added."""
    found = {f.name: getattr(said, f.name) for f in fields(said) if f.name != "name"}
    found = {name: value for name, value in found.items() if value and not getattr(person, name)}
    if person.birth_year and said.birth_year != person.birth_year:
        found.pop("birth_date", None)  # a day in another year than the card says
    return found


def fill_missing_details(db: Session, person: Person, said: PersonDetails, *, by: Actor, at: datetime) -> None:
    """Fills what is empty, and leaves the rest as it is: also what a colleague is writing at this moment."""
    person = lock_row(db, person)
    if more := missing_details(person, said):
        stands = PersonDetails(**{f.name: getattr(person, f.name) for f in fields(said)})
        change(db, person, replace(stands, **more), by=by, at=at)
