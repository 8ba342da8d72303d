"""Reads of a consent with the handovers that depend on it, and what a reader may see of it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.handovers.consents.models import Consent
from app.handovers.consents.queries import consent_for
from app.handovers.consents.rules import EXPIRY_NOTICE
from app.handovers.consents.wording import OBSTACLE_PREFIX
from app.handovers.disclosure.queries import PersonView, person_view
from app.handovers.lifecycle.models import ALIVE, Handover, Kind, State
from app.handovers.lifecycle.rules import receiver_is_responsible
from app.people.people.models import Person
from app.shop.lists.models import ListItem
from app.web.i18n import LANGUAGES

_USES_CONSENT = or_(
    col(Handover.state).in_(ALIVE), and_(col(Handover.state) == State.COMPLETED, col(Handover.kind) == Kind.TRANSFER)
)


def handovers_under(db: Session, consent: Consent) -> list[Handover]:
    """Handovers that share under this consent: those under way, and transfers whose receiver is still responsible."""
    statement = select(Handover).where(Handover.consent_id == consent.id, _USES_CONSENT).order_by(col(Handover.id))
    return [
        handover
        for handover in db.exec(statement).all()
        if handover.state in ALIVE or receiver_is_responsible(handover)
    ]


def expiring_consents(db: Session, today: date) -> Sequence[Consent]:
    """Consents in use that expire soon and were not announced yet."""
    used = select(Handover.consent_id).where(_USES_CONSENT, col(Handover.consent_id).is_not(None))
    statement = select(Consent).where(
        col(Consent.withdrawn_at).is_(None),
        col(Consent.announced_at).is_(None),
        Consent.until <= today + EXPIRY_NOTICE,
        col(Consent.id).in_(used),
    )
    return db.exec(statement.order_by(col(Consent.id))).all()


def replacement_of(db: Session, consent: Consent) -> Consent | None:
    """The consent that replaced this one, if any."""
    return db.exec(select(Consent).where(Consent.replaces_id == consent.id)).first()


def consent_with_view(db: Session, actor: Actor, key: str, at: datetime) -> tuple[Consent, PersonView] | None:
    """The consent with the actor's view of its person; None unless both are visible to the actor now.

    Its sections (debts, housing) say something about the person, so a partner can read it only as long as a handover
    shows the person (DOMAIN invariant 3).
    """
    consent = consent_for(db, actor, key)
    if consent is None:
        return None
    view = person_view(db, actor, db.get_one(Person, consent.person_id).key, at)
    return (consent, view) if view is not None else None


def visible_sections(consent: Consent, view: PersonView) -> list[str]:
    """Sections of the consent visible to this reader: a partner sees only what handovers to it share."""
    if view.whole:
        return list(consent.sections)
    return [name for name in consent.sections if any(name in handover.shared for handover in view.handovers)]


def obstacle_names(db: Session, sections: Sequence[str]) -> dict[str, dict[str, str]]:
    """Names of the obstacles among these sections, by language of workers and section."""
    keys = [name.removeprefix(OBSTACLE_PREFIX) for name in sections if name.startswith(OBSTACLE_PREFIX)]
    found = db.exec(select(ListItem).where(col(ListItem.key).in_(keys))).all() if keys else []
    return {code: {OBSTACLE_PREFIX + item.key: item.name(code) for item in found} for code in LANGUAGES}
