"""Reads shops."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from app.shop.shops.models import Shop


def shop(db: Session, shop_id: int) -> Shop:
    return db.get_one(Shop, shop_id)


def any_shop_exists(db: Session) -> bool:
    """Whether this installation has a shop yet."""
    return db.exec(select(Shop.id).limit(1)).first() is not None


def shops_by_id(db: Session, shop_ids: Collection[int]) -> list[Shop]:
    """The shops with these ids, by name."""
    return list(db.exec(select(Shop).where(col(Shop.id).in_(shop_ids)).order_by(Shop.name, col(Shop.id))))


def shop_by_key(db: Session, key: str) -> Shop | None:
    """The shop with this key, which is part of its public address."""
    return db.exec(select(Shop).where(Shop.key == key)).first()
