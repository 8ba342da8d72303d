"""Reads the lists of a shop."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.core.text_rules import fold
from app.shop.lists.models import ListItem, ListName


def items(db: Session, shop_id: int, name: ListName, with_retired: bool = False) -> Sequence[ListItem]:
    """The items of one of the shop's lists, in order."""
    statement = select(ListItem).where(ListItem.shop_id == shop_id, ListItem.list == name)
    if not with_retired:
        statement = statement.where(col(ListItem.retired_at).is_(None))
    return db.exec(statement.order_by(col(ListItem.position), col(ListItem.id))).all()


def item(db: Session, shop_id: int, key: str) -> ListItem | None:
    return db.exec(select(ListItem).where(ListItem.shop_id == shop_id, ListItem.key == key)).first()


def is_name_taken(
    db: Session, shop_id: int, name: ListName, wanted: str, besides: int | None = None, question: str = ""
) -> bool:
    """Whether the list already offers an item of this name, ignoring capitals and accents.

    `besides`: the id of the item itself; `question`: for answers, the key of their question, as names need to be unique
    only within one question.
    """
    offered = [i for i in items(db, shop_id, name) if name != ListName.ANSWER or i.grouping == question]
    return fold(wanted) in {fold(item.name_nl) for item in offered if item.id != besides}
