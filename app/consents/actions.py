"""A person allows something. Taking it back ends handovers too, and so lies with them (handovers.actions)."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.models import Organisation
from app.consents import rules
from app.consents.models import Consent, How
from app.core.clock import local_day
from app.core.lifecycle import Refused
from app.people.models import Person


def give(
    db: Session, person: Person, organisation: Organisation, sections: Collection[str], *, how: How, language: str,
    until: date | None = None, by: Actor, at: datetime,
) -> Consent:  # fmt: skip
    """Keeps the person's word to `organisation` about `sections`, as `by` heard it. Raises Refused.

    `language`: in which the words were read; `until`: the last day, six months from now unless said otherwise.
    """
    until = until or rules.last_day(local_day(at))
    if reason := rules.obstacle(sections, until, local_day(at)):
        raise Refused(reason)
    consent = Consent(
        person_id=person.id, organisation_id=organisation.id, sections=sorted(set(sections)), wording=rules.WORDING,
        language=language, how=how, asked_by_id=by.worker_id, given_at=at, until=until,
    )  # fmt: skip
    db.add(consent)
    db.flush()
    return consent
