"""Changes settings of a shop."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.shop.shops.models import Shop


def set_phone(db: Session, phone: str, *, by: Actor, at: datetime) -> None:
    """Sets the phone number at which visitors reach the actor's shop; "" for none."""
    db.get_one(Shop, by.shop_id).phone = phone
    db.flush()
