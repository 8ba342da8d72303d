"""Reads of consents. `consent_for` checks access; the other queries take a person whom the reader may see."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.core.clock import local_day
from app.handovers.consents import rules
from app.handovers.consents.models import Consent
from app.people.people.models import Person


def consents_of(db: Session, person_id: int) -> Sequence[Consent]:
    """All consents of this person, withdrawn and expired ones too, newest first."""
    return db.exec(select(Consent).where(Consent.person_id == person_id).order_by(col(Consent.id).desc())).all()


def active_consents(db: Session, person_id: int, at: datetime, organisation_id: int | None = None) -> list[Consent]:
    """Consents that are active at `at`, newest first."""
    statement = select(Consent).where(
        Consent.person_id == person_id,
        col(Consent.withdrawn_at).is_(None),
        Consent.until >= local_day(at),
        Consent.given_at <= at,
    )
    if organisation_id is not None:
        statement = statement.where(Consent.organisation_id == organisation_id)
    to: Any = Consent.organisation
    return list(db.exec(statement.options(joinedload(to)).order_by(col(Consent.id).desc())))


def covering_consent(
    db: Session, person_id: int, organisation_id: int, sections: Collection[str], purpose: str, at: datetime
) -> Consent | None:
    """The newest active consent that covers this organisation, all these sections and this purpose."""
    found, today = active_consents(db, person_id, at, organisation_id), local_day(at)
    return next((c for c in found if rules.covers(c, organisation_id, sections, purpose, today)), None)


def consent_for(db: Session, actor: Actor, key: str) -> Consent | None:
    """The consent, if visible to `actor`: the front office of its shop, or a partner that it was given to."""
    statement = select(Consent).join(Person, col(Person.id) == Consent.person_id)
    statement = statement.where(Consent.key == key, Person.shop_id == actor.shop_id)
    if not actor.in_front_office:
        if Role.PARTNER not in actor.roles:
            return None
        statement = statement.where(Consent.organisation_id == actor.organisation_id)
    return db.exec(statement).first()
