"""DOMAIN §4 and §5 written a second time, as simply as possible, for tests to compare with."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.core.clock import local_day
from app.guidance.journeys.models import Journey, Responsibility, ResponsibilityReason
from app.handovers.consents.models import Consent
from app.handovers.lifecycle.models import Handover, Kind, State

S = State
ENDS = {S.DECLINED, S.WITHDRAWN, S.EXPIRED, S.MISTAKEN}
# To which states each state may lead: by a move, or by undoing an acceptance, refusal or completion.
TRANSITIONS: dict[State, set[State]] = {
    S.DRAFT: {S.OFFERED, S.WITHDRAWN, S.MISTAKEN},
    S.OFFERED: {S.CONSIDERING, S.WAITLISTED, S.ACCEPTED} | ENDS,
    S.CONSIDERING: {S.OFFERED, S.WAITLISTED, S.ACCEPTED} | ENDS,
    S.WAITLISTED: {S.CONSIDERING, S.ACCEPTED} | ENDS,
    S.ACCEPTED: {S.RUNNING, S.OFFERED, S.CONSIDERING, S.WAITLISTED} | ENDS,
    S.RUNNING: {S.COMPLETED, S.RETURNED, S.MISTAKEN},
    S.COMPLETED: {S.RUNNING, S.MISTAKEN},
    S.DECLINED: {S.OFFERED, S.CONSIDERING, S.WAITLISTED, S.ACCEPTED, S.MISTAKEN},
    S.RETURNED: {S.MISTAKEN},
    S.WITHDRAWN: {S.MISTAKEN},
    S.EXPIRED: {S.MISTAKEN},
    S.MISTAKEN: set(),
    S.UNKNOWN: {S.MISTAKEN},
}
SHARING = {S.OFFERED, S.CONSIDERING, S.WAITLISTED, S.ACCEPTED, S.RUNNING}
# Why each action may change the responsibility (§5.2). All other actions never do.
RESPONSIBILITY_CHANGES: dict[str, set[ResponsibilityReason]] = {
    "take_over": {ResponsibilityReason.TRANSFER},
    "meet_and_begin": {ResponsibilityReason.TRANSFER},
    "begin_together": {ResponsibilityReason.TRANSFER},
    "confirm_together": {ResponsibilityReason.TRANSFER},
    "all_the_way": {ResponsibilityReason.TRANSFER},
    "give_back": {ResponsibilityReason.RETURNED},
    "mark_mistaken": {ResponsibilityReason.RETURNED},
    "withdraw_consent": {ResponsibilityReason.RETURNED},
    "narrow": {ResponsibilityReason.RETURNED},
    "reassign": {ResponsibilityReason.REASSIGNED},
    "depart": {ResponsibilityReason.DEPARTURE},
    "go_on_leave": {ResponsibilityReason.LEAVE},
    "begin": {ResponsibilityReason.OPENED},
    "reopen": {ResponsibilityReason.REOPENED},
}


@dataclass
class PartnerVisibility:
    """What an organisation may see of one person: nothing if both fields are empty."""

    sections: set[str] = field(default_factory=set)
    since: datetime | None = None  # since when it is responsible for the journey

    @property
    def anything(self) -> bool:
        return bool(self.sections) or self.since is not None


def consent_is_active(consent: Consent | None, handover: Handover, today: date) -> bool:
    """Whether the consent is active today and covers what is shared with this partner."""
    if consent is None or consent.withdrawn_at is not None or not local_day(consent.given_at) <= today <= consent.until:
        return False
    return consent.organisation_id == handover.receiver_id and set(handover.shared) <= set(consent.sections)


def is_shared(handover: Handover, today: date) -> bool:
    return handover.state in SHARING and bool(handover.shared) and consent_is_active(handover.consent, handover, today)


def is_responsible_by_transfer(db: Session, journey: Journey, organisation_id: int) -> bool:
    """Whether a transfer made the organisation responsible for an open journey."""
    if journey.ended_at is not None or journey.responsible.organisation_id != organisation_id:
        return False
    rows = db.exec(
        select(Responsibility).where(Responsibility.journey_id == journey.id).order_by(col(Responsibility.id).desc())
    ).all()
    for row in rows:
        if row.organisation_id != organisation_id:
            return False
        if row.why == ResponsibilityReason.TRANSFER:
            return True
    return False


def visible_to_partner(db: Session, organisation_id: int, person_id: int, at: datetime) -> PartnerVisibility:
    """§5.3 for a partner: what open and running handovers share under an active consent, and what the transfer shared
    that made it responsible."""
    seen, today = PartnerVisibility(), local_day(at)
    to_us = db.exec(
        select(Handover).where(Handover.person_id == person_id, Handover.receiver_id == organisation_id)
    ).all()
    for handover in to_us:
        if is_shared(handover, today):
            seen.sections |= set(handover.shared)
    for journey in db.exec(select(Journey).where(Journey.person_id == person_id)).all():
        if not is_responsible_by_transfer(db, journey, organisation_id):
            continue
        ran = [
            h
            for h in to_us
            if h.journey_id == journey.id
            and h.kind == Kind.TRANSFER
            and h.state in (S.RUNNING, S.COMPLETED)
            and h.consent.withdrawn_at is None
        ]
        transfer = max(ran, key=lambda h: h.id)
        seen.since = transfer.running_at
        seen.sections |= {"name"} | (set(transfer.shared) if today <= transfer.consent.until else set())
    return seen
