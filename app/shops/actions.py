"""Making a shop; and every verb of half-days and the roster, gathered from the modules that hold them."""

from collections.abc import Iterable
from datetime import datetime, time

from sqlmodel import Session

from app.accounts.actors import Actor
from app.shops.defaults import DEFAULTS
from app.shops.models import ListItem, Part, Shop, WeeklyHalfDay
from app.shops.opening import (
    cancel,
    cancel_between,
    drop_weekly,
    open_now,
    opening_now,
    reopen,
    row_of,
    set_hours,
    set_usual,
    set_weekly,
)
from app.shops.rostering import arrive, depart, plan, say_talks, withdraw, withdraw_all

__all__ = [
    "arrive", "cancel", "cancel_between", "depart", "drop_weekly", "install_lists", "make_shop", "open_now",
    "opening_now", "plan", "reopen", "row_of", "say_talks", "set_hours", "set_phone", "set_usual", "set_weekly",
    "withdraw", "withdraw_all",
]  # fmt: skip


def make_shop(
    db: Session, *, name: str, place: str, half_days: Iterable[tuple[int, Part, time, time]], at: datetime
) -> Shop:
    """A shop with its week (weekday with 0 for Monday, part, opens, closes) and the lists it begins with."""
    shop = Shop(name=name, place=place, made_at=at)
    db.add(shop)
    db.flush()
    for weekday, part, opens, closes in half_days:
        db.add(WeeklyHalfDay(shop_id=shop.id, weekday=weekday, part=part, opens=opens, closes=closes))
    install_lists(db, shop.id)
    db.flush()
    return shop


def set_phone(db: Session, phone: str, *, by: Actor, at: datetime) -> None:
    """Under which number visitors reach the actor's shop; empty: under none."""
    db.get_one(Shop, by.shop_id).phone = phone
    db.flush()


def install_lists(db: Session, shop_id: int) -> None:
    """The lists a new shop begins with; from then on they are its own."""
    for name, entries in DEFAULTS.items():
        for position, entry in enumerate(entries):
            db.add(ListItem(shop_id=shop_id, list=name, position=position, **entry))
