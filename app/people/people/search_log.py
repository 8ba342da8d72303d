"""Searching for a person: limited in rate, and recorded in the audit log."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import StringConstraints
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.audit import audit_log
from app.audit.models import AuditKind
from app.core.rate_limits import RateLimit
from app.core.text_rules import N_, Line
from app.people.people.models import Person
from app.people.people.queries import search_persons
from app.people.search.query_parser import is_long_enough
from app.web.forms import Form, Submission

# Higher than anybody reaches by typing, although each pause in typing is a search, but low enough to stop scraping.
PER_MINUTE = RateLimit("searches of a worker in a minute", 150, timedelta(minutes=1))
PER_HOUR = RateLimit("searches of a worker in an hour", 3000, timedelta(hours=1))
TOO_OFTEN = N_("You searched very often in a short time. Wait a minute, then search again.")


class SearchForm(Form):
    q: Annotated[Line, StringConstraints(max_length=100)] = ""


def search_text(form: Submission[SearchForm]) -> str:
    """The text to search for; empty if the form has errors."""
    return "" if form.errors else str(form.value("q"))


def search_and_log(db: Session, actor: Actor, typed: str, at: datetime, *, basis: str) -> list[tuple[Person, float]]:
    """Persons who match and their score (0 to 1), best first.

    The audit log gets the persons that were shown, not the words that were typed (TRUST 12, 25).
    """
    hits = search_persons(db, actor, typed)
    if is_long_enough(typed):
        person_ids = [person.id for person, _score in hits]
        audit_log.log_read(
            db, by=actor, at=at, kind=AuditKind.SEARCH, subject="person", basis=basis, persons=person_ids
        )
    return hits


def allow_search(db: Session, worker_id: int, *, at: datetime) -> bool:
    """Counts a search and returns whether it is allowed."""
    return PER_MINUTE.hit(db, worker_id, at=at) and PER_HOUR.hit(db, worker_id, at=at)


def check_search_limit(db: Session, form: Submission[Any], *, by: Actor, at: datetime, field: str = "q") -> int | None:
    """Returns 429 when the worker searches too often, else None. Then adds an error at `field` and logs the refusal."""
    if form.errors or allow_search(db, by.worker_id, at=at):
        return None
    form.wrong(field, TOO_OFTEN)
    audit_log.log_refusal(db, by=by, at=at, subject="person", what="searched too often")
    return 429
