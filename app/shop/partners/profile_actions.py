"""Changes the profile of a partner: its services, its room, its closures, and the confirmation that it is right."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.core.state_machine import Refused
from app.shop.partners import rules
from app.shop.partners.models import Partner, PartnerClosure, Service


def set_capacity(db: Session, partner: Partner, *, room: int | None, full_until: date | None, by: Actor) -> None:
    """Sets the free places (None: not given), and the first day with places again (None: not full)."""
    partner = lock_row(db, partner)
    partner.room, partner.full_until = room, full_until


def add_closure(
    db: Session, partner: Partner, *, first: date, last: date, word: str = "", by: Actor, at: datetime
) -> PartnerClosure:
    """Adds days on which the partner is closed. Raises Refused for days in the past or in the wrong order."""
    if reason := rules.closure_obstacle(first, last, at):
        raise Refused(reason)
    closure = PartnerClosure(partner_id=partner.id, first=first, last=last, word=word)
    db.add(closure)
    db.flush()
    return closure


def remove_closure(db: Session, closure: PartnerClosure, *, by: Actor) -> None:
    """Removes a closure: the partner is open after all."""
    db.delete(closure)
    db.flush()


def confirm(db: Session, partner: Partner, *, by: Actor, at: datetime) -> None:
    """Records that a worker of the partner confirmed the profile."""
    partner = lock_row(db, partner)
    partner.fresh_at = at


def add_service(db: Session, partner: Partner, columns: Mapping[str, Any], *, by: Actor, at: datetime) -> Service:
    """Adds a service. `columns`: columns of Service, validated by profile_forms.ServiceForm."""
    service = Service(shop_id=partner.shop_id, partner_id=partner.id, changed_at=at, **columns)
    service.partner = partner
    db.add(service)
    db.flush()
    return service


def change_service(
    db: Session, service: Service, columns: Mapping[str, Any], *, seen: str = "", by: Actor, at: datetime
) -> Service:
    """Changes a service. `columns`: as in add_service.

    `seen`: `changed_at` in ISO format when the form was shown. Raises Refused if a colleague has changed it since.
    """
    service = lock_row(db, service)
    if seen and seen != service.changed_at.isoformat():
        raise Refused(rules.CHANGED_MEANWHILE)
    for name, value in columns.items():
        setattr(service, name, value)
    service.changed_at = at
    db.flush()
    return service
