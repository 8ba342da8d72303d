"""The tablet by the door: a language, what for, a name if one likes; then a number. No page shows anybody else.

Every page works by links and one form, without JavaScript. A screen that somebody left goes back to the beginning by a
header that browsers follow by themselves.
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
from app.front_desk.kiosk.check_in_forms import CheckingIn
from app.front_desk.kiosk.check_in_queries import just_made
from app.front_desk.kiosk.rules import TOPICS, Topic
from app.front_desk.kiosk.tablet_actions import seen
from app.front_desk.kiosk.tablet_actor import AtTablet
from app.front_desk.kiosk.tablet_session import START, OfTablet, OwnTurn
from app.shop.half_days import queries
from app.web import i18n, visitor_languages
from app.web.forms import Submission, Submitted
from app.web.pages import Page, see

router = APIRouter()
# A crowd may come in, but nobody may fill the waiting list by pressing on.
PER_MINUTE = RateLimit("check-ins of a tablet in a minute", 8, timedelta(minutes=1))
PER_HOUR = RateLimit("check-ins of a tablet in an hour", 90, timedelta(hours=1))


def _screen(page: Any, name: str, lasts: int, language: str = i18n.DEFAULT, **context: Any) -> Response:
    """A screen in the visitor's language. After `lasts` seconds without a touch the tablet begins anew."""
    i18n.language.set(language)
    answer: Response = page(
        f"front_desk/kiosk/check_in/{name}.html",
        block="main",
        lang=language,
        dir=visitor_languages.direction(language),
        start=START,
        **context,
    )
    answer.headers["Refresh"] = f"{lasts}; url={START}"
    return answer


@router.get("/check-in")
def start(request: Request, page: Page, db: Db, by: OfTablet, now: Now) -> Any:
    """The languages, each in its own letters. Whoever comes here begins; what was on the screen before is over."""
    seen(db, by.tablet, at=now)
    turn = tablet_session.next_turn()
    hours = queries.hours(db, by.shop_id, now)
    answer = _screen(
        page,
        "start",
        rules.START_LASTS if hours.now else rules.CLOSED_LASTS,
        turn=turn,
        languages=visitor_languages.LANGUAGES,
        hours=hours,
        direction=visitor_languages.direction,
    )
    tablet_session.remember(request, answer, tablet_session.token_of(request) or "")
    tablet_session.begin_turn(request, answer, turn)
    return answer


@router.get("/check-in/{turn}/number")
def number(turn: str, page: Page, db: Db, by: OwnTurn, now: Now) -> Any:
    key = idempotency.earlier(db, turn, worker_id=None)
    visit = just_made(db, by, key) if key else None
    if visit is None:
        return see(START)
    return _screen(page, "number", rules.NUMBER_LASTS, visit.language, visit=visit, turn=turn)


@router.get("/check-in/{turn}/{language}")
def topics(turn: str, language: str, page: Page, db: Db, by: OwnTurn, now: Now) -> Any:
    if language not in visitor_languages.LANGUAGES:
        return see(START)
    return _closed(page, db, by, now, language) or _screen(
        page, "topics", rules.TOPICS_LAST, language, turn=turn, topics=TOPICS
    )


def _closed(page: Any, db: Session, by: AtTablet, at: datetime, language: str) -> Response | None:
    """The screen that says when the shop is open, while it is not."""
    hours = queries.hours(db, by.shop_id, at)
    if hours.now:
        return None
    coming = [half_day for half_day in hours.half_days if half_day.goes_on and half_day.starts_at > at]
    return _screen(page, "closed", rules.CLOSED_LASTS, language, coming=coming[: rules.OPENINGS_SHOWN])


@router.get("/check-in/{turn}/{language}/{code}")
def name(turn: str, language: str, code: str, page: Page, db: Db, by: OwnTurn, now: Now) -> Any:
    chosen = rules.topic(code)
    if language not in visitor_languages.LANGUAGES or chosen is None:
        return see(START)
    closed = _closed(page, db, by, now, language)
    return closed or _name(page, turn, language, chosen, Submission(CheckingIn))


def _name(page: Any, turn: str, language: str, chosen: Topic, form: Submission[CheckingIn]) -> Response:
    if form.errors:  # whatever is wrong with it, said in the visitor's own language
        i18n.language.set(language)
        form.errors = {"called": i18n.gettext(rules.ONLY_A_NAME)}
    return _screen(page, "name", rules.NAME_LASTS, language, turn=turn, topic=chosen, said=TOPICS[chosen], form=form)


@router.post("/check-in/{turn}/{language}/{code}")
def check_in(
    turn: str, language: str, code: str, page: Page, db: Db, by: OwnTurn, now: Now, form: Submitted[CheckingIn]
) -> Any:
    chosen = rules.topic(code)
    if language not in visitor_languages.LANGUAGES or chosen is None:
        return see(START)
    if idempotency.earlier(db, turn, worker_id=None):  # pressed twice: one visit, one number
        return see(f"{START}/{turn}/number")
    if closed := _closed(page, db, by, now, language):
        return closed
    if form.errors:
        return _name(page, turn, language, chosen, form)
    if not (PER_MINUTE.hit(db, by.tablet.key, at=now) and PER_HOUR.hit(db, by.tablet.key, at=now)):
        return _screen(page, "busy", rules.CLOSED_LASTS, language, status=429)
    if intention := idempotency.begin(db, turn, worker_id=None, at=now):
        visit = check_in_actions.check_in(db, chosen, language=language, called=form.data.called, by=by, at=now)
        intention.answer = visit.key
    return see(f"{START}/{turn}/number")
