"""The person takes a consent back: what rests on it ends at once."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.permissions import Follower
from app.audit import record
from app.consents.models import Consent
from app.consents.queries import consent_for
from app.consents.rules import SECTIONS, withdrawing
from app.core.clock import Now, local_day
from app.core.database import Db
from app.handovers import actions, queries, shared
from app.web.i18n import language
from app.web.pages import Page, found, see

router = APIRouter()


def _consent(db: Session, actor: Actor, key: str, now: datetime) -> Consent | None:
    """A consent that the actor may know of, about somebody of whom they may see something now: what it names (debts,
    a home) tells of the person, so a partner reads it no longer than the handover shows (DOMAIN invariant 3)."""
    consent = consent_for(db, actor, key)
    return consent if consent is not None and queries.shows_person(db, actor, consent, now) else None


@router.get("/consents/{key}/withdrawal")
def asking(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    consent = found(_consent(db, actor, key, now))
    person = queries.person_under(db, actor, consent, now)
    if person is not None:
        record.look(
            db, by=actor, at=now, subject="consent", subject_id=consent.id, basis=f"consent {key}", persons=[person.id]
        )
    return page(
        "consents/withdrawal.html", block="main", consent=consent, person=person,
        obstacle=withdrawing.obstacle(consent, actor), today=local_day(now), section_names=SECTIONS,
        items=shared.item_names(db, consent.sections, language.get()),
    )  # fmt: skip


@router.post("/consents/{key}/withdrawal")
def withdraw(key: str, db: Db, actor: Follower, now: Now) -> Any:
    consent = found(_consent(db, actor, key, now))
    person = queries.person_under(db, actor, consent, now)
    actions.withdraw_consent(db, consent, by=actor, at=now)
    return see(f"/people/{person.key}" if person is not None and actor.in_front_office else "/handovers")
