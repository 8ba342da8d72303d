"""Making a tablet by the door, and withdrawing it; and the page on which a browser becomes one."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import login_limits, session_cookie, sessions
from app.accounts.current_user import Actor
from app.accounts.forms import TOO_OFTEN
from app.accounts.guards import ListKeeper
from app.accounts.routes import Address, Safe, is_safe
from app.audit.audit_log import acting
from app.core import idempotency, ids
from app.core.clock import Now, local_day
from app.core.database import Db
from app.front_desk.kiosk import tablet_actions, tablet_actor, tablet_queries, tablet_session
from app.front_desk.kiosk.models import Tablet
from app.front_desk.kiosk.tablet_forms import WRONG_CODE, NamingTablet, Pairing
from app.front_desk.kiosk.tablet_session import START
from app.web import i18n, visitor_languages
from app.web.forms import Submission, Submitted
from app.web.pages import Page, _Page, found, see

router = APIRouter()
PAIRING = "tablet code"  # what attempts are counted under: with a space in it, it is nobody's sign-in name


# -- for who keeps the shop's lists -------------------------------------------------------------------------------
def _list(page: Any, db: Session, actor: Actor, at: datetime, form: Submission[NamingTablet]) -> Any:
    return page(
        "front_desk/kiosk/tablets.html",
        block="tablets",
        form=form,
        tablets=tablet_queries.tablets(db, actor),
        today=local_day(at),
        now=at,
        unchecked=[code for code in visitor_languages.LANGUAGES if visitor_languages.to_be_checked(code)],
    )


@router.get("/tablets")
def index(page: Page, db: Db, actor: ListKeeper, now: Now) -> Any:
    return _list(page, db, actor, now, Submission(NamingTablet))


def _code(request: Request, page: Any, db: Session, tablet: Tablet, actor: Actor, at: datetime) -> Any:
    """The one time that the code is shown."""
    code = tablet_actions.new_code(db, tablet, by=actor, at=at)
    minutes = int(tablet_actions.CODE_WORKS.total_seconds() // 60)
    address = f"{request.base_url}{START.removeprefix('/')}"
    return page(
        "front_desk/kiosk/pairing_code.html", block="code", tablet=tablet, code=code, address=address, minutes=minutes
    )


@router.post("/tablets")
def make(request: Request, page: Page, db: Db, actor: ListKeeper, now: Now, form: Submitted[NamingTablet]) -> Any:
    if form.errors:
        return _list(page, db, actor, now, form)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see("/tablets")
    intention.answer = "/tablets"
    return _code(request, page, db, tablet_actions.make(db, form.data.name, by=actor, at=now), actor, now)


@router.post("/tablets/{key}/code")
def new_code(key: str, request: Request, page: Page, db: Db, actor: ListKeeper, now: Now) -> Any:
    return _code(request, page, db, found(tablet_queries.tablet_for(db, actor, key)), actor, now)


@router.post("/tablets/{key}/withdrawal")
def withdraw(key: str, db: Db, actor: ListKeeper, now: Now) -> Any:
    tablet_actions.withdraw(db, found(tablet_queries.tablet_for(db, actor, key)), by=actor, at=now)
    return see("/tablets")


@router.get("/tablets/languages/{code}")
def sentences(code: str, page: Page, db: Db, actor: ListKeeper) -> Any:
    """All that visitors read in a language, beside the reader's own: to go through with somebody who speaks it."""
    found(visitor_languages.LANGUAGES.get(code))
    unchecked = visitor_languages.to_be_checked(code)
    return page(
        "front_desk/kiosk/translations.html",
        block="sentences",
        code=code,
        direction=visitor_languages.direction(code),
        examples=visitor_languages.EXAMPLES,
        sentences=[
            (i18n.gettext(message), said, message in unchecked) for message, said in visitor_languages.sentences(code)
        ],
    )


# -- on the tablet itself -----------------------------------------------------------------------------------------
async def no_tablet(request: Request, error: Exception) -> Response:
    """The answer to a browser that is no tablet, or not any more: a passer-by and a withdrawn tablet read the same.

    A page of an earlier visitor leads back to the beginning.
    """
    if request.url.path != START:
        return see(START)
    return _pairing(_Page(request), Submission(Pairing), is_safe(request))


def _pairing(page: Any, form: Submission[Pairing], safe: bool, status: int | None = None) -> Response:
    return page("front_desk/kiosk/pairing.html", block="form", form=form, safe=safe, status=status)


@router.post("/check-in")
def pair(request: Request, page: Page, db: Db, now: Now, safe: Safe, address: Address, form: Submitted[Pairing]) -> Any:
    """Whoever was signed in in this browser is not any more: from now on it is left alone with visitors."""
    acting(db, None, now)
    if not safe:
        return _pairing(page, form, safe, 403)
    if not form.errors and not login_limits.may_try(db, PAIRING, address, at=now):
        form.wrong("code", TOO_OFTEN)
        return _pairing(page, form, safe, 429)
    tablet = None if form.errors else tablet_queries.tablet_of_code(db, form.data.code, at=now)
    if tablet is None:
        form.wrong("code", WRONG_CODE)
        return _pairing(page, form, safe)
    login_limits.succeeded(db, PAIRING, address)
    acting(db, tablet_actor.AtTablet(tablet, address), now)
    answer = see(START)
    tablet_session.remember(request, answer, tablet_actions.pair(db, tablet, at=now))
    if token := session_cookie.token_of(request):
        sessions.end(db, ids.digest(token))
        session_cookie.clear_cookie(answer)
    return answer
