"""The shop's half-days and lists, and who is there."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.permissions import Doorkeeper, ListKeeper, Present
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text import N_
from app.shops import actions, lists, queries, rules, words
from app.shops.forms import Closure, Entry, Here, Naming, Pause, Weekly, WhichHalfDay, WhichWeekly
from app.shops.models import ListName, OutcomeClass
from app.web.dates import day_short
from app.web.forms import CHOOSE, Submission, submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, found, see
from app.web.security import own_path

router = APIRouter()
AHEAD = timedelta(days=27)
LONGEST_PAUSE = timedelta(days=400)
LAST_BEFORE_FIRST = N_("Choose the same day or a later one.")
TOO_FAR = N_("Choose a period of at most a year.")


# -- who is there -------------------------------------------------------------------------------------------------
@router.post("/presence")
def presence(db: Db, actor: Present, now: Now, form: submitted(Here)) -> Any:  # type: ignore[valid-type]
    if form.errors:
        raise HTTPException(422)
    worker_id = actor.worker_id
    if form.data.worker:
        worker_id = found(queries.floor_worker(db, actor.shop_id, form.data.worker)).id
    if worker_id != actor.worker_id and not actor.at_the_door:
        raise HTTPException(404)  # a partner speaks for nobody but themselves
    (actions.arrive if form.data.here else actions.depart)(db, worker_id, by=actor, at=now)
    return see(own_path(form.data.back))


@router.post("/openings/now")
def open_now(db: Db, actor: Doorkeeper, now: Now) -> Any:
    actions.open_now(db, by=actor, at=now)
    return see("/door")


# -- half-days ----------------------------------------------------------------------------------------------------
@router.get("/openings")
def openings(page: Page, db: Db, actor: ListKeeper, now: Now) -> Any:
    return _openings(page, db, actor, now)


def _openings(page: Any, db: Session, actor: Actor, now: datetime, **forms: Submission[Any]) -> Any:
    today = local_day(now)
    coming = [h for h in queries.half_days(db, actor.shop_id, today, today + AHEAD) if h.ends_at > now]
    choices = [
        (f"{h.day} {h.part}", f"{day_short(h.day)}, {_(rules.PART_NAMES[h.part]).lower()}") for h in coming if h.goes_on
    ]
    empty = {"weekly": Submission(Weekly), "closure": Submission(Closure), "pause": Submission(Pause)}
    return page(
        "shops/openings.html", block="half_days", week=queries.weekly(db, actor.shop_id), coming=coming,
        choices=choices, weekdays=words.WEEKDAYS, parts=words.PARTS, **(empty | forms),
    )  # fmt: skip


@router.post("/openings/week")
def set_weekly(page: Page, db: Db, actor: ListKeeper, now: Now, form: submitted(Weekly)) -> Any:  # type: ignore[valid-type]
    if not form.errors and form.data.closes <= form.data.opens:
        form.wrong("closes", rules.ENDS_BEFORE_IT_OPENS)
    if form.errors:
        return _openings(page, db, actor, now, weekly=form)
    typed = form.data
    actions.set_weekly(db, typed.weekday, typed.part, typed.opens, typed.closes, by=actor, at=now)
    return see("/openings")


@router.post("/openings/week/removal")
def drop_weekly(db: Db, actor: ListKeeper, now: Now, form: submitted(WhichWeekly)) -> Any:  # type: ignore[valid-type]
    if form.errors:
        raise HTTPException(422)
    actions.drop_weekly(db, form.data.weekday, form.data.part, by=actor, at=now)
    return see("/openings")


@router.post("/openings/closures")
def close(page: Page, db: Db, actor: ListKeeper, now: Now, form: submitted(Closure)) -> Any:  # type: ignore[valid-type]
    if form.errors:
        return _openings(page, db, actor, now, closure=form)
    half_day = queries.half_day_on(db, actor.shop_id, form.data.day, form.data.part)
    if half_day is None:
        form.wrong("half_day", rules.NO_SUCH_HALF_DAY)
        return _openings(page, db, actor, now, closure=form)
    actions.cancel(db, half_day, form.data.reason, by=actor, at=now)
    return see("/openings")


@router.post("/openings/pauses")
def pause(page: Page, db: Db, actor: ListKeeper, now: Now, form: submitted(Pause)) -> Any:  # type: ignore[valid-type]
    if not form.errors and form.data.last < form.data.first:
        form.wrong("last", LAST_BEFORE_FIRST)
    elif not form.errors and form.data.last - form.data.first > LONGEST_PAUSE:
        form.wrong("last", TOO_FAR)
    if form.errors:
        return _openings(page, db, actor, now, pause=form)
    actions.cancel_between(db, form.data.first, form.data.last, form.data.why, by=actor, at=now)
    return see("/openings")


@router.post("/openings/reopenings")
def reopen(db: Db, actor: ListKeeper, now: Now, form: submitted(WhichHalfDay)) -> Any:  # type: ignore[valid-type]
    if form.errors:
        raise HTTPException(422)
    half_day = found(queries.half_day_on(db, actor.shop_id, form.data.day, form.data.part))
    actions.reopen(db, half_day, by=actor, at=now)
    return see("/openings")


# -- the shop's own lists -----------------------------------------------------------------------------------------
@router.get("/lists")
def all_lists(page: Page, db: Db, actor: ListKeeper) -> Any:
    return _list(page, db, actor, ListName.TOPIC)


@router.get("/lists/{name}")
def one_list(name: ListName, page: Page, db: Db, actor: ListKeeper) -> Any:
    return _list(page, db, actor, name)


def _list(
    page: Any, db: Session, actor: Actor, name: ListName, adding: Any = None, naming: Any = None, key: str = ""
) -> Any:
    items = queries.items(db, actor.shop_id, name, with_retired=True)
    namings = {i.key: Submission(Naming, start={"name_nl": i.name_nl, "name_en": i.name_en}) for i in items}
    if naming:
        namings[key] = naming
    for item_key, form in namings.items():
        form.prefix = item_key
    return page(
        "shops/lists.html", block="entries", items=items, chosen=name, lists=words.LISTS, namings=namings,
        adding=adding or Submission(Entry), groupings=words.GROUPINGS.get(name, {}), groups=words.GROUPS,
        status=422 if naming else None,
    )  # fmt: skip


@router.post("/lists/{name}")
def add(name: ListName, page: Page, db: Db, actor: ListKeeper, now: Now, form: submitted(Entry)) -> Any:  # type: ignore[valid-type]
    allowed: list[Any] = list(words.GROUPINGS.get(name, {})) or [None]
    if not form.errors:
        if form.data.grouping not in allowed:
            form.wrong("grouping", CHOOSE)
        if (form.data.grouping == OutcomeClass.OUTFLOW) != (form.data.counts_as is not None):
            form.wrong("counts_as", rules.OUTFLOW_COUNTS)
        if queries.name_taken(db, actor.shop_id, name, form.data.name_nl):
            form.wrong("name_nl", rules.NAME_TAKEN)
    if form.errors:
        return _list(page, db, actor, name, adding=form)
    typed = form.data
    intention = intentions.begin(db, typed.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(f"/lists/{name}")
    intention.answer = f"/lists/{name}"
    lists.add_item(
        db, name, name_nl=typed.name_nl, name_en=typed.name_en, grouping=typed.grouping or "",
        counts_as=typed.counts_as, by=actor, at=now,
    )  # fmt: skip
    return see(f"/lists/{name}")


@router.post("/lists/entries/{key}/name")
def rename(key: str, page: Page, db: Db, actor: ListKeeper, now: Now, form: submitted(Naming)) -> Any:  # type: ignore[valid-type]
    item = found(queries.item(db, actor.shop_id, key))
    if not form.errors and queries.name_taken(db, actor.shop_id, item.list, form.data.name_nl, besides=item.id):
        form.wrong("name_nl", rules.NAME_TAKEN)
    if form.errors:
        return _list(page, db, actor, item.list, naming=form, key=key)
    lists.rename(db, item, name_nl=form.data.name_nl, name_en=form.data.name_en, by=actor, at=now)
    return see(f"/lists/{item.list}")


@router.post("/lists/entries/{key}/retirement")
def retire(key: str, db: Db, actor: ListKeeper, now: Now) -> Any:
    item = found(queries.item(db, actor.shop_id, key))
    lists.retire(db, item, by=actor, at=now)
    return see(f"/lists/{item.list}")


@router.post("/lists/entries/{key}/return")
def restore(key: str, db: Db, actor: ListKeeper, now: Now) -> Any:
    item = found(queries.item(db, actor.shop_id, key))
    lists.restore(db, item, by=actor, at=now)
    return see(f"/lists/{item.list}")
