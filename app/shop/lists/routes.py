"""The pages with the lists of a shop."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanEditLists
from app.core import idempotency, retirement
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import REQUIRED
from app.shop.lists import actions
from app.shop.lists import labels as lists_labels
from app.shop.lists import queries as lists_queries
from app.shop.lists import rules as lists_rules
from app.shop.lists.forms import ItemNameForm, NewItemForm
from app.shop.lists.models import ListItem, ListName, OutcomeClass
from app.web.forms import CHOOSE, Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


@router.get("/lists")
def all_lists(page: Page, db: Db, actor: CanEditLists) -> Any:
    return _list_page(page, db, actor, ListName.TOPIC)


@router.get("/lists/{name}")
def one_list(name: ListName, page: Page, db: Db, actor: CanEditLists) -> Any:
    or_404(lists_labels.LIST_LABELS.get(name))
    return _list_page(page, db, actor, name)


def _list_page(
    page: Any, db: Session, actor: Actor, name: ListName, adding: Any = None, naming: Any = None, key: str = ""
) -> Any:
    items = lists_queries.items(db, actor.shop_id, name, with_retired=True)
    namings = {
        i.key: Submission(ItemNameForm, start={"name_nl": i.name_nl, "name_en": i.name_en, "body": i.body})
        for i in items
    }
    if naming:
        namings[key] = naming
    for item_key, form in namings.items():
        form.prefix = item_key
    return page(
        "shop/lists/lists.html",
        block="entries",
        items=items,
        chosen=name,
        lists=lists_labels.LIST_LABELS,
        namings=namings,
        adding=adding or Submission(NewItemForm),
        groupings=lists_labels.GROUPINGS.get(name, {}),
        groups=lists_labels.OUTFLOW_GROUP_LABELS,
        status=422 if naming else None,
    )


@router.post("/lists/{name}")
def add(name: ListName, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[NewItemForm]) -> Any:
    or_404(lists_labels.LIST_LABELS.get(name))
    allowed: list[Any] = list(lists_labels.GROUPINGS.get(name, {})) or [None]
    if not form.errors:
        if form.data.grouping not in allowed:
            form.wrong("grouping", CHOOSE)
        if (form.data.grouping == OutcomeClass.OUTFLOW) != (form.data.counts_as is not None):
            form.wrong("counts_as", lists_rules.COLUMN_WITH_OUTFLOW_ONLY)
        if lists_queries.is_name_taken(db, actor.shop_id, name, form.data.name_nl):
            form.wrong("name_nl", lists_rules.NAME_TAKEN)
        if name == ListName.NOTE and not form.data.body:
            form.wrong("body", REQUIRED)
    if form.errors:
        return _list_page(page, db, actor, name, adding=form)
    data = form.data
    intention = idempotency.begin(db, data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(f"/lists/{name}")
    intention.answer = f"/lists/{name}"
    actions.add_item(
        db,
        name,
        name_nl=data.name_nl,
        name_en=data.name_en,
        grouping=data.grouping or "",
        counts_as=data.counts_as,
        body=data.body if name == ListName.NOTE else "",
        by=actor,
        at=now,
    )
    return redirect(f"/lists/{name}")


def _find_item(db: Session, actor: Actor, key: str) -> ListItem | None:
    """An item of a list on these pages. Answers are edited with their question instead."""
    item = lists_queries.item(db, actor.shop_id, key)
    return item if item and item.list in lists_labels.LIST_LABELS else None


@router.post("/lists/entries/{key}/name")
def rename(key: str, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[ItemNameForm]) -> Any:
    item = or_404(_find_item(db, actor, key))
    if not form.errors and lists_queries.is_name_taken(
        db, actor.shop_id, item.list, form.data.name_nl, besides=item.id
    ):
        form.wrong("name_nl", lists_rules.NAME_TAKEN)
    if not form.errors and item.list == ListName.NOTE and not form.data.body:
        form.wrong("body", REQUIRED)
    if form.errors:
        return _list_page(page, db, actor, item.list, naming=form, key=key)
    body = form.data.body if item.list == ListName.NOTE else None
    actions.rename(db, item, name_nl=form.data.name_nl, name_en=form.data.name_en, body=body, by=actor, at=now)
    return redirect(f"/lists/{item.list}")


@router.post("/lists/entries/{key}/retirement")
def retire(key: str, db: Db, actor: CanEditLists, now: Now) -> Any:
    item = or_404(_find_item(db, actor, key))
    retirement.retire(db, item, at=now)
    return redirect(f"/lists/{item.list}")


@router.post("/lists/entries/{key}/return")
def restore(key: str, db: Db, actor: CanEditLists) -> Any:
    item = or_404(_find_item(db, actor, key))
    actions.restore(db, item, by=actor)
    return redirect(f"/lists/{item.list}")
