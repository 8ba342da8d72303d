"""Making a tablet by the door, and withdrawing it; and the page on which a browser becomes one."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import login_limits, sessions
from app.accounts.actors import Actor
from app.accounts.forms import TOO_OFTEN
from app.accounts.guards import ListKeeper
from app.accounts.routes import Address, Safe, is_safe
from app.audit.record import acting
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.tablets import actions, cookies, queries
from app.tablets.cookies import START
from app.tablets.forms import WRONG_CODE, NamingTablet, Pairing
from app.tablets.models import Tablet
from app.web import i18n, visitors
from app.web.forms import Submission, Submitted
from app.web.pages import Page, _Page, found, see

router = APIRouter()
PAIRING = "tablet code"  # what attempts are counted under: with a space in it, it is nobody's sign-in name


# -- for who keeps the shop's lists -------------------------------------------------------------------------------
def _list(page: Any, db: Session, actor: Actor, at: datetime, form: Submission[NamingTablet]) -> Any:
    return page(
        "tablets/index.html", block="tablets", form=form, tablets=queries.tablets(db, actor), today=local_day(at),
        now=at, unchecked=[code for code in visitors.LANGUAGES if visitors.to_be_checked(code)],
    )  # fmt: skip


@router.get("/tablets")
def index(page: Page, db: Db, actor: ListKeeper, now: Now) -> Any:
    return _list(page, db, actor, now, Submission(NamingTablet))


def _code(request: Request, page: Any, db: Session, tablet: Tablet, actor: Actor, at: datetime) -> Any:
    """The one time that the code is shown."""
    code = actions.new_code(db, tablet, by=actor, at=at)
    minutes = int(actions.CODE_WORKS.total_seconds() // 60)
    address = f"{request.base_url}{START.removeprefix('/')}"
    return page("tablets/code.html", block="code", tablet=tablet, code=code, address=address, minutes=minutes)


@router.post("/tablets")
def make(
    request: Request, page: Page, db: Db, actor: ListKeeper, now: Now, form: Submitted[NamingTablet]
) -> Any:  # fmt: skip
    if form.errors:
        return _list(page, db, actor, now, form)
    intention = intentions.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see("/tablets")
    intention.answer = "/tablets"
    return _code(request, page, db, actions.make(db, form.data.name, by=actor, at=now), actor, now)


@router.post("/tablets/{key}/code")
def new_code(key: str, request: Request, page: Page, db: Db, actor: ListKeeper, now: Now) -> Any:
    return _code(request, page, db, found(queries.tablet_for(db, actor, key)), actor, now)


@router.post("/tablets/{key}/withdrawal")
def withdraw(key: str, db: Db, actor: ListKeeper, now: Now) -> Any:
    actions.withdraw(db, found(queries.tablet_for(db, actor, key)), by=actor, at=now)
    return see("/tablets")


@router.get("/tablets/languages/{code}")
def sentences(code: str, page: Page, db: Db, actor: ListKeeper) -> Any:
    """All that visitors read in a language, beside the reader's own: to go through with somebody who speaks it."""
    found(visitors.LANGUAGES.get(code))
    unchecked = visitors.to_be_checked(code)
    return page(
        "tablets/language.html", block="sentences", code=code, direction=visitors.direction(code),
        examples=visitors.EXAMPLES,
        sentences=[(i18n.gettext(message), said, message in unchecked) for message, said in visitors.sentences(code)],
    )  # fmt: skip


# -- on the tablet itself -----------------------------------------------------------------------------------------
async def no_tablet(request: Request, error: Exception) -> Response:
    """The answer to a browser that is no tablet, or not any more: a passer-by and a withdrawn tablet read the same.

    A page of an earlier visitor leads back to the beginning.
    """
    if request.url.path != START:
        return see(START)
    return _pairing(_Page(request), Submission(Pairing), is_safe(request))


def _pairing(page: Any, form: Submission[Pairing], safe: bool, status: int | None = None) -> Response:
    return page("tablets/pairing.html", block="form", form=form, safe=safe, status=status)


@router.post("/check-in")
def pair(
    request: Request, page: Page, db: Db, now: Now, safe: Safe, address: Address, form: Submitted[Pairing]
) -> Any:  # fmt: skip
    """Whoever was signed in in this browser is not any more: from now on it is left alone with visitors."""
    acting(db, None, now)
    if not safe:
        return _pairing(page, form, safe, 403)
    if not form.errors and not login_limits.may_try(db, PAIRING, address, at=now):
        form.wrong("code", TOO_OFTEN)
        return _pairing(page, form, safe, 429)
    tablet = None if form.errors else queries.tablet_of_code(db, form.data.code, at=now)
    if tablet is None:
        form.wrong("code", WRONG_CODE)
        return _pairing(page, form, safe)
    login_limits.succeeded(db, PAIRING, address)
    acting(db, cookies.AtTablet(tablet, address), now)
    answer = see(START)
    cookies.remember(request, answer, actions.pair(db, tablet, at=now))
    if token := sessions.token_of(request):
        sessions.end(db, sessions.digest(token))
        sessions.clear_cookie(answer)
    return answer
