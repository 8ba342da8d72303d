"""Actions on a consent itself; consent_changes.actions also updates the handovers that depend on it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.handovers.consents import rules
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.consents.wording import CURRENT_WORDING
from app.people.people.models import Person


def record_consent(
    db: Session,
    person: Person,
    organisation: Organisation,
    sections: Collection[str],
    *,
    how: ConsentMethod,
    language: str,
    purpose: str = "",
    about: str = "",
    until: date | None = None,
    signature: str = "",
    replaces: Consent | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """Records that the person allows `organisation` to see `sections`, as `by` heard it. Raises Refused.

    `language`: the language in which it was read aloud; `purpose`: a key of rules.PURPOSES, empty only when imported
    from an old register; `about`: the question as it was read; `until`: the last day (default: six months from now);
    `signature`: the strokes drawn on the screen; `replaces`: the consent that this one replaces, and withdraws.
    """
    until = until or rules.default_last_day(local_day(at))
    reason = rules.terms_obstacle(sections, until, local_day(at)) or rules.record_obstacle(
        purpose, language, how, signature
    )
    if reason:
        raise Refused(reason)
    consent = Consent(
        person_id=person.id,
        organisation_id=organisation.id,
        sections=sorted(set(sections)),
        purpose=purpose,
        about=about,
        wording=CURRENT_WORDING,
        language=language,
        how=how,
        signature=signature,
        asked_by_id=by.worker_id,
        given_at=at,
        until=until,
    )
    db.add(consent)
    if replaces is not None:
        consent.replaces_id = replaces.id
        mark_withdrawn(db, replaces, by=by, at=at)
    db.flush()
    return consent


def narrow_consent(db: Session, consent: Consent, sections: Collection[str], *, by: Actor, at: datetime) -> Consent:
    """Replaces the consent by one for only `sections`, with the same text and purpose. Raises Refused."""
    left = Consent(
        person_id=consent.person_id,
        organisation_id=consent.organisation_id,
        sections=sorted(rules.remaining(consent, sections)),
        purpose=consent.purpose,
        about=consent.about,
        wording=consent.wording,
        language=consent.language,
        how=ConsentMethod.SPOKEN,
        asked_by_id=by.worker_id,
        given_at=at,
        until=consent.until,
        announced_at=consent.announced_at,
        replaces_id=consent.id,
    )
    db.add(left)
    mark_withdrawn(db, consent, by=by, at=at)
    return left


def mark_withdrawn(db: Session, consent: Consent, *, by: Actor, at: datetime) -> None:
    """Marks the consent as withdrawn. Raises Refused.

    Leaves handovers alone: consent_changes.actions.withdraw_consent ends those too.
    """
    rules.withdraw_consent.check(consent, by)
    consent.withdrawn_at, consent.withdrawn_by_id = at, by.worker_id
    db.flush()
