"""What a partner says of itself: its services, how much room it has, when it is away, and that all of it is right."""

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
    """For how many there is room now (None: not said), and until which day it is full (None: it is not)."""
    partner = lock_row(db, partner)
    partner.room, partner.full_until = room, full_until


def add_closure(
    db: Session, partner: Partner, *, first: date, last: date, word: str = "", by: Actor, at: datetime
) -> PartnerClosure:
    """The partner is away on these days: its clock stands still. Raises Refused for days that cannot be."""
    if reason := rules.closure_obstacle(first, last, at):
        raise Refused(reason)
    closure = PartnerClosure(partner_id=partner.id, first=first, last=last, word=word)
    db.add(closure)
    db.flush()
    return closure


def remove_closure(db: Session, closure: PartnerClosure, *, by: Actor) -> None:
    """The partner is there after all."""
    db.delete(closure)
    db.flush()


def confirm(db: Session, partner: Partner, *, by: Actor, at: datetime) -> None:
    """Somebody of the partner looked at the window, and all of it is right."""
    partner = lock_row(db, partner)
    partner.fresh_at = at


def add_service(db: Session, partner: Partner, said: Mapping[str, Any], *, by: Actor, at: datetime) -> Service:
    """`said`: columns of Service, clean (window_forms.ServiceForm)."""
    service = Service(shop_id=partner.shop_id, partner_id=partner.id, changed_at=at, **said)
    service.partner = partner
    db.add(service)
    db.flush()
    return service


def change_service(
    db: Session, service: Service, said: Mapping[str, Any], *, seen: str = "", by: Actor, at: datetime
) -> Service:
    """`seen`: its `changed_at` as the writer saw it, in ISO form. Raises Refused when a colleague was first."""
    service = lock_row(db, service)
    if seen and seen != service.changed_at.isoformat():
        raise Refused(rules.CHANGED_MEANWHILE)
    for name, value in said.items():
        setattr(service, name, value)
    service.changed_at = at
    db.flush()
    return service
