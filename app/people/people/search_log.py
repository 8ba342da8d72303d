"""Looking somebody up: what was typed, who may be meant, and what of that goes on record."""

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

# Far more often than anybody types, though each pause in typing is a search; too seldom to copy the books by machine.
PER_MINUTE = RateLimit("searches of a worker in a minute", 150, timedelta(minutes=1))
PER_HOUR = RateLimit("searches of a worker in an hour", 3000, timedelta(hours=1))
TOO_OFTEN = N_("You searched very often in a short time. Wait a minute, and search again.")


class SearchForm(Form):
    q: Annotated[Line, StringConstraints(max_length=100)] = ""


def search_text(form: Submission[SearchForm]) -> str:
    """What is looked for; nothing when it cannot be, or not so soon."""
    return "" if form.errors else str(form.value("q"))


def search_and_log(db: Session, actor: Actor, typed: str, at: datetime, *, basis: str) -> list[tuple[Person, float]]:
    """Who may be meant and how well they fit, best first.

    What a search shows goes on record: the persons, not the words (TRUST 12, 25).
    """
    hits = search_persons(db, actor, typed)
    if is_long_enough(typed):
        numbers = [person.id for person, _score in hits]
        audit_log.log_read(db, by=actor, at=at, kind=AuditKind.SEARCH, subject="person", basis=basis, persons=numbers)
    return hits


def allow_search(db: Session, worker_id: int, *, at: datetime) -> bool:
    """Counts a search, and says whether it may be made."""
    return PER_MINUTE.hit(db, worker_id, at=at) and PER_HOUR.hit(db, worker_id, at=at)


def check_search_limit(db: Session, form: Submission[Any], *, by: Actor, at: datetime, field: str = "q") -> int | None:
    """The status of the answer when a search comes too soon: then it says so at `field`, and is on record."""
    if form.errors or allow_search(db, by.worker_id, at=at):
        return None
    form.wrong(field, TOO_OFTEN)
    audit_log.log_refusal(db, by=by, at=at, subject="person", what="searched too often")
    return 429
