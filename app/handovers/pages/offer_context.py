"""Loads the person, the draft and the partners for the page on which a handover is prepared."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.audit import audit_log
from app.core.ids import digest
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey
from app.handovers.consent_changes import consent_form
from app.handovers.disclosure.queries import PersonView, person_view
from app.handovers.lifecycle import queries
from app.handovers.lifecycle.forms import OfferForm
from app.handovers.lifecycle.models import ALIVE, Handover, Kind, State
from app.shop.partners import queries as partners
from app.shop.partners.queries import PartnerChoice
from app.web.forms import Submission
from app.web.pages import or_404


def fingerprint(form: Submission[OfferForm]) -> str:
    """A digest of what the preview showed: partner, question, kind, sections and last day."""
    facts = [form.value("receiver"), form.value("question"), form.value("kind"), *sorted(form.values("shared"))]
    facts += consent_form.expiry_choice(form)
    return digest("\n".join(str(fact).strip() for fact in facts))[:32]


def load_person_and_journey(db: Session, actor: Actor, key: str, now: datetime) -> tuple[PersonView, Journey]:
    """The person and their open journey. A 404 if the actor may not follow it."""
    view = or_404(person_view(db, actor, key, now))
    journey = journeys.open_journey(db, view.person.id) if view.answers else None
    return view, or_404(journey)


def load_draft(db: Session, actor: Actor, key: str) -> Handover:
    draft = or_404(queries.handover_for(db, actor, key))
    return or_404(draft if draft.state == State.DRAFT else None)


def log_view(db: Session, view: PersonView, actor: Actor, now: datetime) -> None:
    audit_log.log_read(
        db, by=actor, at=now, subject="handover", basis=view.basis, what="preparing", persons=[view.person.id]
    )


def partner_choices(db: Session, actor: Actor, now: datetime) -> list[PartnerChoice]:
    return partners.partner_choices(db, actor.shop_id, other_than=actor.organisation_id, at=now)


def chosen_partner(form: Submission[OfferForm], choices: list[PartnerChoice]) -> PartnerChoice | None:
    return next((c for c in choices if c.partner.organisation.key == form.value("receiver")), None)


def has_other_transfer(db: Session, actor: Actor, journey: Journey, draft: Handover | None) -> bool:
    """Whether another partner was asked to take over already; a second transfer has to say why."""
    return any(
        other.kind == Kind.TRANSFER and other.state in ALIVE and other.journey_id == journey.id and other is not draft
        for other in queries.handovers_of(db, actor, journey.person_id)
    )
