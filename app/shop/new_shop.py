"""Creates a shop with its weekly hours and its lists."""

from collections.abc import Iterable
from datetime import datetime, time

from sqlmodel import Session

from app.shop.half_days.models import DayPart, WeeklyHalfDay
from app.shop.lists.actions import create_default_lists
from app.shop.shops.models import Shop


def create_shop(
    db: Session, *, name: str, place: str, half_days: Iterable[tuple[int, DayPart, time, time]], at: datetime
) -> Shop:
    """Creates a shop. `half_days`: weekday (0 is Monday), part of the day, opening time, closing time."""
    shop = Shop(name=name, place=place, made_at=at)
    db.add(shop)
    db.flush()
    for weekday, part, opens, closes in half_days:
        db.add(WeeklyHalfDay(shop_id=shop.id, weekday=weekday, part=part, opens=opens, closes=closes))
    create_default_lists(db, shop.id)
    db.flush()
    return shop
