"""Looking somebody up: what was typed, who may be meant, and what of that goes on record."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Session

from app.accounts.actors import Actor
from app.audit import record
from app.audit.models import Kind
from app.core.text import Line
from app.finding.typed import enough
from app.people.models import Person
from app.people.queries import likely
from app.web.forms import Form, Submission


class Sought(Form):
    q: Annotated[Line, StringConstraints(max_length=100)] = ""


def typed_in(form: Submission[Sought]) -> str:
    """What is looked for; nothing when it cannot be, or not so soon."""
    return "" if form.errors else str(form.value("q"))


def look_up(db: Session, actor: Actor, typed: str, at: datetime, *, basis: str) -> list[tuple[Person, float]]:
    """Who may be meant and how well they fit, best first.

    What a search shows goes on record: the persons, not the words (TRUST 12, 25).
    """
    hits = likely(db, actor, typed)
    if enough(typed):
        numbers = [person.id for person, _score in hits]
        record.look(db, by=actor, at=at, kind=Kind.SEARCH, subject="person", basis=basis, persons=numbers)
    return hits
