"""A person allows something. Taking it back ends handovers too: for that ask handovers.resting."""

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
    """Keeps the person's word to `organisation` about `sections`, as `by` heard it. Raises Refused.

    `language`: in which the words were read; `purpose`: a word of rules.PURPOSES, empty only where an old register does
    not tell; `about`: the question as it was read; `until`: the last day, six months from now unless said otherwise;
    `signature`: drawn on the screen; `replaces`: the one that this takes the place of, which does not count any more.
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
    """The person leaves only `sections` of it: what was read and said still holds for those. Raises Refused."""
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
    """It does not count any more, from now on. Raises Refused. What rests on it is for handovers.resting."""
    rules.withdraw_consent.check(consent, by)
    consent.withdrawn_at, consent.withdrawn_by_id = at, by.worker_id
    db.flush()
