"""The page with opening hours: the weekly half-days and the exceptions."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanEditLists, CanRunFrontDesk
from app.core.clock import Now, local_day, moment
from app.core.database import Db
from app.core.text_rules import N_
from app.shop.half_days import actions as half_days_actions
from app.shop.half_days import labels as half_days_labels
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days import rules as half_days_rules
from app.shop.half_days.forms import (
    ClosedPeriodForm,
    DateHoursForm,
    HalfDayClosureForm,
    HalfDayForm,
    WeekdayPartForm,
    WeeklyHoursForm,
)
from app.shop.shops import actions, queries
from app.shop.shops.forms import PhoneForm
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()
LOOKAHEAD = timedelta(days=27)
LONGEST_PERIOD = timedelta(days=400)
LAST_BEFORE_FIRST = N_("Choose the same day or a later one.")
PERIOD_TOO_LONG = N_("Choose a period of a year or less.")
WITHIN_A_YEAR = N_("Choose a day within a year.")


@router.post("/openings/now")
def open_now(db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    half_days_actions.open_now(db, by=actor, at=now)
    return redirect("/door")


@router.get("/openings")
def show(page: Page, db: Db, actor: CanEditLists, now: Now) -> Any:
    return _page(page, db, actor, now)


def _page(page: Any, db: Session, actor: Actor, now: datetime, **forms: Submission[Any]) -> Any:
    shop, today = queries.shop(db, actor.shop_id), local_day(now)
    coming = [h for h in half_days_queries.half_days(db, actor.shop_id, today, today + LOOKAHEAD) if h.ends_at > now]
    empty_forms: dict[str, Submission[Any]] = {
        "weekly": Submission(WeeklyHoursForm),
        "closure": Submission(HalfDayClosureForm),
        "pause": Submission(ClosedPeriodForm),
        "once": Submission(DateHoursForm),
        "calling": Submission(PhoneForm, start={"phone": shop.phone}),
    }
    all_forms = empty_forms | forms
    all_forms["once"].prefix = "once"  # the form for weekly hours on the same page has the same field names
    return page(
        "shop/half_days/half_days.html",
        block="half_days",
        week=half_days_queries.weekly(db, actor.shop_id),
        coming=coming,
        choices=half_days_labels.half_day_choices(h for h in coming if h.goes_on),
        weekdays=half_days_labels.WEEKDAYS,
        parts=half_days_labels.PARTS,
        now=now,
        public=f"/hours/{shop.key}",
        usual_again=half_days_rules.resetting,
        **all_forms,
    )


@router.post("/openings/phone")
def set_phone(page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[PhoneForm]) -> Any:
    if form.errors:
        return _page(page, db, actor, now, calling=form)
    actions.set_phone(db, form.data.phone, by=actor, at=now)
    return redirect("/openings")


@router.post("/openings/week")
def set_weekly(page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[WeeklyHoursForm]) -> Any:
    if not form.errors and form.data.closes <= form.data.opens:
        form.wrong("closes", half_days_rules.ENDS_BEFORE_IT_OPENS)
    if form.errors:
        return _page(page, db, actor, now, weekly=form)
    typed = form.data
    half_days_actions.set_weekly(db, typed.weekday, typed.part, typed.opens, typed.closes, by=actor, at=now)
    return redirect("/openings")


@router.post("/openings/week/removal")
def remove_weekly(db: Db, actor: CanEditLists, now: Now, form: Submitted[WeekdayPartForm]) -> Any:
    if form.errors:
        raise HTTPException(422)
    half_days_actions.remove_weekly(db, form.data.weekday, form.data.part, by=actor, at=now)
    return redirect("/openings")


@router.post("/openings/closures")
def cancel(page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[HalfDayClosureForm]) -> Any:
    if form.errors:
        return _page(page, db, actor, now, closure=form)
    half_day = half_days_queries.half_day_on(db, actor.shop_id, form.data.day, form.data.part)
    if half_day is None:
        form.wrong("half_day", half_days_rules.NO_SUCH_HALF_DAY)
        return _page(page, db, actor, now, closure=form)
    typed = form.data
    half_days_actions.cancel(
        db, half_day, typed.reason, notice_nl=typed.notice_nl, notice_en=typed.notice_en, by=actor, at=now
    )
    return redirect("/openings")


@router.post("/openings/pauses")
def cancel_between(page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[ClosedPeriodForm]) -> Any:
    if not form.errors and form.data.last < form.data.first:
        form.wrong("last", LAST_BEFORE_FIRST)
    elif not form.errors and form.data.last - form.data.first > LONGEST_PERIOD:
        form.wrong("last", PERIOD_TOO_LONG)
    if form.errors:
        return _page(page, db, actor, now, pause=form)
    typed = form.data
    half_days_actions.cancel_between(
        db, typed.first, typed.last, typed.why, notice_nl=typed.told_nl, notice_en=typed.told_en, by=actor, at=now
    )
    return redirect("/openings")


@router.post("/openings/reopenings")
def reopen(db: Db, actor: CanEditLists, now: Now, form: Submitted[HalfDayForm]) -> Any:
    if form.errors:
        raise HTTPException(422)
    half_day = or_404(half_days_queries.half_day_on(db, actor.shop_id, form.data.day, form.data.part))
    half_days_actions.reopen(db, half_day, by=actor, at=now)
    return redirect("/openings")


@router.post("/openings/dates")
def set_hours(page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[DateHoursForm]) -> Any:
    if not form.errors:
        _check_hours(form, half_days_queries.half_days(db, actor.shop_id, form.data.day, form.data.day), now)
    if form.errors:
        return _page(page, db, actor, now, once=form)
    typed = form.data
    half_days_actions.set_hours(db, typed.day, typed.part, typed.opens, typed.closes, by=actor, at=now)
    return redirect("/openings")


def _check_hours(form: Submission[DateHoursForm], that_day: list[half_days_rules.HalfDay], now: datetime) -> None:
    typed = form.data
    if typed.closes <= typed.opens:
        form.wrong("closes", half_days_rules.ENDS_BEFORE_IT_OPENS)
    elif moment(typed.day, typed.closes) <= now:
        form.wrong("day", half_days_rules.HALF_DAY_OVER)
    elif typed.day - local_day(now) > LONGEST_PERIOD:
        form.wrong("day", WITHIN_A_YEAR)
    elif half_days_rules.overlapping_half_day(that_day, typed.part, typed.opens, typed.closes):
        form.wrong("opens", half_days_rules.OVERLAPS)


@router.post("/openings/dates/removal")
def reset_to_weekly(db: Db, actor: CanEditLists, now: Now, form: Submitted[HalfDayForm]) -> Any:
    if form.errors:
        raise HTTPException(422)
    half_day = or_404(half_days_queries.half_day_on(db, actor.shop_id, form.data.day, form.data.part))
    half_days_actions.reset_to_weekly(db, half_day, by=actor, at=now)
    return redirect("/openings")
