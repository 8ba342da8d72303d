"""What stands under a consent: whose it is, what rests on it, and what of it a reader may see."""

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
    """The handovers that show something under it: those under way, and a transfer whose partner still answers."""
    statement = select(Handover).where(Handover.consent_id == consent.id, _USES_CONSENT).order_by(col(Handover.id))
    return [
        handover
        for handover in db.exec(statement).all()
        if handover.state in ALIVE or receiver_is_responsible(handover)
    ]


def expiring_consents(db: Session, today: date) -> Sequence[Consent]:
    """Those that run out soon and of which nobody was told yet, as far as anything may rest on them."""
    used = select(Handover.consent_id).where(_USES_CONSENT, col(Handover.consent_id).is_not(None))
    statement = select(Consent).where(
        col(Consent.withdrawn_at).is_(None),
        col(Consent.announced_at).is_(None),
        Consent.until <= today + EXPIRY_NOTICE,
        col(Consent.id).in_(used),
    )
    return db.exec(statement.order_by(col(Consent.id))).all()


def replacement_of(db: Session, consent: Consent) -> Consent | None:
    """The one that took its place."""
    return db.exec(select(Consent).where(Consent.replaces_id == consent.id)).first()


def consent_with_view(db: Session, actor: Actor, key: str, at: datetime) -> tuple[Consent, PersonView] | None:
    """A consent that the actor may know of, about somebody of whom they may see something now: what it names (debts,
    a home) tells of the person, so a partner reads it no longer than the handover shows (DOMAIN invariant 3)."""
    consent = consent_for(db, actor, key)
    if consent is None:
        return None
    view = person_view(db, actor, db.get_one(Person, consent.person_id).key, at)
    return (consent, view) if view is not None else None


def visible_sections(consent: Consent, view: PersonView) -> list[str]:
    """Of what it names, what this reader may know: a partner knows what handovers to it share, and no more."""
    if view.whole:
        return list(consent.sections)
    return [name for name in consent.sections if any(name in handover.shared for handover in view.handovers)]


def obstacle_names(db: Session, sections: Sequence[str]) -> dict[str, dict[str, str]]:
    """What the shop calls the obstacles among these sections, by language of workers."""
    keys = [name.removeprefix(OBSTACLE_PREFIX) for name in sections if name.startswith(OBSTACLE_PREFIX)]
    found = db.exec(select(ListItem).where(col(ListItem.key).in_(keys))).all() if keys else []
    return {code: {OBSTACLE_PREFIX + item.key: item.name(code) for item in found} for code in LANGUAGES}
