"""Screens of the kiosk: language, topic, optional name, number. No screen shows another visitor.

Every screen works with links and one form, without JavaScript. An abandoned screen returns to the start by an HTTP
Refresh header.
"""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.core import idempotency
from app.core.clock import Now
from app.core.database import Db
from app.core.rate_limits import RateLimit
from app.front_desk.kiosk import check_in_actions, rules, tablet_session
from app.front_desk.kiosk.check_in_forms import CheckInForm
from app.front_desk.kiosk.check_in_queries import checked_in_visit
from app.front_desk.kiosk.rules import TOPIC_NAMES, Topic
from app.front_desk.kiosk.tablet_actions import record_seen
from app.front_desk.kiosk.tablet_actor import TabletActor
from app.front_desk.kiosk.tablet_session import START, CurrentTablet, CurrentTurn
from app.shop.half_days import queries
from app.web import i18n, visitor_languages
from app.web.forms import Submission, Submitted
from app.web.pages import Page, redirect

router = APIRouter()
# Enough for a crowd, but nobody can fill the waiting list by pressing on and on.
PER_MINUTE = RateLimit("check-ins of a tablet in a minute", 8, timedelta(minutes=1))
PER_HOUR = RateLimit("check-ins of a tablet in an hour", 90, timedelta(hours=1))


def _screen(page: Any, name: str, seconds: int, language: str = i18n.DEFAULT, **context: Any) -> Response:
    """A screen in the visitor's language. After `seconds` the tablet returns to the start."""
    i18n.language.set(language)
    answer: Response = page(
        f"front_desk/kiosk/check_in/{name}.html",
        block="main",
        lang=language,
        dir=visitor_languages.direction(language),
        start=START,
        **context,
    )
    answer.headers["Refresh"] = f"{seconds}; url={START}"
    return answer


@router.get("/check-in")
def choose_language(request: Request, page: Page, db: Db, by: CurrentTablet, now: Now) -> Any:
    """The start screen, with the languages in their own scripts. Begins a new turn and so ends the previous one."""
    record_seen(db, by.tablet, at=now)
    turn = tablet_session.next_turn()
    hours = queries.hours(db, by.shop_id, now)
    answer = _screen(
        page,
        "start",
        rules.START_SECONDS if hours.now else rules.CLOSED_SECONDS,
        turn=turn,
        languages=visitor_languages.LANGUAGES,
        hours=hours,
        direction=visitor_languages.direction,
    )
    tablet_session.set_tablet_cookie(request, answer, tablet_session.token_of(request) or "")
    tablet_session.begin_turn(request, answer, turn)
    return answer


@router.get("/check-in/{turn}/number")
def show_number(turn: str, page: Page, db: Db, by: CurrentTurn, now: Now) -> Any:
    key = idempotency.earlier_result(db, turn, worker_id=None)
    visit = checked_in_visit(db, by, key) if key else None
    if visit is None:
        return redirect(START)
    return _screen(page, "number", rules.NUMBER_SECONDS, visit.language, visit=visit, turn=turn)


@router.get("/check-in/{turn}/{language}")
def choose_topic(turn: str, language: str, page: Page, db: Db, by: CurrentTurn, now: Now) -> Any:
    if language not in visitor_languages.LANGUAGES:
        return redirect(START)
    return _closed_screen(page, db, by, now, language) or _screen(
        page, "topics", rules.TOPICS_SECONDS, language, turn=turn, topics=TOPIC_NAMES
    )


def _closed_screen(page: Any, db: Session, by: TabletActor, at: datetime, language: str) -> Response | None:
    """The screen with the opening times while the shop is closed; None while it is open."""
    hours = queries.hours(db, by.shop_id, at)
    if hours.now:
        return None
    coming = [half_day for half_day in hours.half_days if half_day.goes_on and half_day.starts_at > at]
    return _screen(page, "closed", rules.CLOSED_SECONDS, language, coming=coming[: rules.HALF_DAYS_SHOWN])


@router.get("/check-in/{turn}/{language}/{code}")
def ask_name(turn: str, language: str, code: str, page: Page, db: Db, by: CurrentTurn, now: Now) -> Any:
    chosen = rules.topic_for(code)
    if language not in visitor_languages.LANGUAGES or chosen is None:
        return redirect(START)
    closed = _closed_screen(page, db, by, now, language)
    return closed or _name_screen(page, turn, language, chosen, Submission(CheckInForm))


def _name_screen(page: Any, turn: str, language: str, chosen: Topic, form: Submission[CheckInForm]) -> Response:
    if form.errors:  # one message for any error, in the visitor's language
        i18n.language.set(language)
        form.errors = {"called": i18n.gettext(rules.FIRST_NAME_ONLY)}
    return _screen(
        page, "name", rules.NAME_SECONDS, language, turn=turn, topic=chosen, said=TOPIC_NAMES[chosen], form=form
    )


@router.post("/check-in/{turn}/{language}/{code}")
def check_in(
    turn: str, language: str, code: str, page: Page, db: Db, by: CurrentTurn, now: Now, form: Submitted[CheckInForm]
) -> Any:
    chosen = rules.topic_for(code)
    if language not in visitor_languages.LANGUAGES or chosen is None:
        return redirect(START)
    if idempotency.earlier_result(db, turn, worker_id=None):  # a second press gets the same visit and number
        return redirect(f"{START}/{turn}/number")
    if closed := _closed_screen(page, db, by, now, language):
        return closed
    if form.errors:
        return _name_screen(page, turn, language, chosen, form)
    if not (PER_MINUTE.hit(db, by.tablet.key, at=now) and PER_HOUR.hit(db, by.tablet.key, at=now)):
        return _screen(page, "busy", rules.CLOSED_SECONDS, language, status=429)
    if intention := idempotency.begin(db, turn, worker_id=None, at=now):
        visit = check_in_actions.check_in(db, chosen, language=language, called=form.data.called, by=by, at=now)
        intention.answer = visit.key
    return redirect(f"{START}/{turn}/number")
