"""Changes the lists of a shop: items are added, renamed and retired, never removed."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core import retirement
from app.core.ids import new_key
from app.core.state_machine import Refused
from app.shop.lists import queries as lists_queries
from app.shop.lists import rules as lists_rules
from app.shop.lists.default_lists import DEFAULT_LISTS
from app.shop.lists.models import ListItem, ListName, OutflowGroup


def add_item(
    db: Session,
    name: ListName,
    *,
    name_nl: str,
    name_en: str = "",
    grouping: str = "",
    counts_as: OutflowGroup | None = None,
    asks: str = "",
    body: str = "",
    by: Actor,
    at: datetime,
) -> ListItem:
    """Adds an item at the end of a list. Its code is its key, as no import or API refers to it.

    `grouping`, `counts_as`, `asks`, `body`: see ListItem. Raises Refused when the name is taken.
    """
    _require_free_name(db, by.shop_id, name, name_nl, question=grouping)
    key, last = new_key(), len(lists_queries.items(db, by.shop_id, name, with_retired=True))
    item = ListItem(
        key=key,
        code=key,
        shop_id=by.shop_id,
        list=name,
        name_nl=name_nl,
        name_en=name_en,
        grouping=grouping,
        counts_as=counts_as,
        asks=asks,
        body=body,
        position=last,
    )
    db.add(item)
    db.flush()
    return item


def rename(
    db: Session, item: ListItem, *, name_nl: str, name_en: str, body: str | None = None, by: Actor, at: datetime
) -> None:
    """Renames an item, also where it is already used. What it counts as does not change.

    `body`: the text of a note template; None leaves it as it is. Raises Refused when the name is taken.
    """
    _require_free_name(db, by.shop_id, item.list, name_nl, besides=item.id, question=item.grouping)
    item.name_nl, item.name_en = name_nl, name_en
    if body is not None:
        item.body = body
    db.flush()


def restore(db: Session, item: ListItem, *, by: Actor) -> None:
    """Offers a retired item again. Raises Refused when another item has its name by now."""
    _require_free_name(db, by.shop_id, item.list, item.name_nl, besides=item.id, question=item.grouping)
    retirement.restore(db, item)


def _require_free_name(
    db: Session, shop_id: int, name: ListName, wanted: str, besides: int | None = None, question: str = ""
) -> None:
    if lists_queries.is_name_taken(db, shop_id, name, wanted, besides, question):
        raise Refused(lists_rules.NAME_TAKEN)


def create_default_lists(db: Session, shop_id: int) -> None:
    """Adds the default lists to a new shop, which may then change them."""
    for name, entries in DEFAULT_LISTS.items():
        for position, entry in enumerate(entries):
            db.add(ListItem(shop_id=shop_id, list=name, position=position, **entry))
