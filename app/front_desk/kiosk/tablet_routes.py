"""Pages to create and withdraw tablets, and the page on which a browser becomes one."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import login_limits, session_cookie, sessions
from app.accounts.current_user import Actor
from app.accounts.forms import TOO_OFTEN
from app.accounts.guards import CanEditLists
from app.accounts.routes import ClientAddress, SecureConnection, is_secure_connection
from app.audit.audit_log import set_actor
from app.core import idempotency, ids
from app.core.clock import Now, local_day
from app.core.database import Db
from app.front_desk.kiosk import tablet_actions, tablet_actor, tablet_queries, tablet_session
from app.front_desk.kiosk.models import Tablet
from app.front_desk.kiosk.tablet_forms import WRONG_CODE, PairingForm, TabletForm
from app.front_desk.kiosk.tablet_session import START
from app.web import i18n, visitor_languages
from app.web.forms import Submission, Submitted
from app.web.pages import Page, Renderer, or_404, redirect

router = APIRouter()
PAIRING_LOGIN = "tablet code"  # login under which attempts are counted; the space keeps it from being a real one


# -- for workers who manage the shop's lists ---------------------------------------------------------------------
def _tablets_page(page: Any, db: Session, actor: Actor, at: datetime, form: Submission[TabletForm]) -> Any:
    return page(
        "front_desk/kiosk/tablets.html",
        block="tablets",
        form=form,
        tablets=tablet_queries.tablets(db, actor),
        today=local_day(at),
        now=at,
        unchecked=[code for code in visitor_languages.LANGUAGES if visitor_languages.unreviewed(code)],
    )


@router.get("/tablets")
def index(page: Page, db: Db, actor: CanEditLists, now: Now) -> Any:
    return _tablets_page(page, db, actor, now, Submission(TabletForm))


def _code_page(request: Request, page: Any, db: Session, tablet: Tablet, actor: Actor, at: datetime) -> Any:
    """Creates a pairing code and shows it; it cannot be shown again."""
    code = tablet_actions.new_code(db, tablet, by=actor, at=at)
    minutes = int(tablet_actions.CODE_LIFETIME.total_seconds() // 60)
    address = f"{request.base_url}{START.removeprefix('/')}"
    return page(
        "front_desk/kiosk/pairing_code.html", block="code", tablet=tablet, code=code, address=address, minutes=minutes
    )


@router.post("/tablets")
def create(request: Request, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[TabletForm]) -> Any:
    if form.errors:
        return _tablets_page(page, db, actor, now, form)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect("/tablets")
    intention.answer = "/tablets"
    return _code_page(request, page, db, tablet_actions.create(db, form.data.name, by=actor, at=now), actor, now)


@router.post("/tablets/{key}/code")
def new_code(key: str, request: Request, page: Page, db: Db, actor: CanEditLists, now: Now) -> Any:
    return _code_page(request, page, db, or_404(tablet_queries.tablet_for(db, actor, key)), actor, now)


@router.post("/tablets/{key}/withdrawal")
def withdraw(key: str, db: Db, actor: CanEditLists, now: Now) -> Any:
    tablet_actions.withdraw(db, or_404(tablet_queries.tablet_for(db, actor, key)), by=actor, at=now)
    return redirect("/tablets")


@router.get("/tablets/languages/{code}")
def show_translations(code: str, page: Page, db: Db, actor: CanEditLists) -> Any:
    """All texts for visitors in a language, next to the reader's own, so that a speaker can check them."""
    or_404(visitor_languages.LANGUAGES.get(code))
    unchecked = visitor_languages.unreviewed(code)
    return page(
        "front_desk/kiosk/translations.html",
        block="sentences",
        code=code,
        direction=visitor_languages.direction(code),
        examples=visitor_languages.EXAMPLE_VALUES,
        sentences=[
            (i18n.gettext(message), said, message in unchecked)
            for message, said in visitor_languages.visitor_sentences(code)
        ],
    )


# -- on the tablet itself -----------------------------------------------------------------------------------------
async def handle_no_tablet(request: Request, error: Exception) -> Response:
    """Answers NoTablet: the pairing page, the same for a passer-by and a withdrawn tablet.

    A screen from an earlier turn redirects to the start.
    """
    if request.url.path != START:
        return redirect(START)
    return _pairing_page(Renderer(request), Submission(PairingForm), is_secure_connection(request))


def _pairing_page(page: Any, form: Submission[PairingForm], safe: bool, status: int | None = None) -> Response:
    return page("front_desk/kiosk/pairing.html", block="form", form=form, safe=safe, status=status)


@router.post("/check-in")
def pair(
    request: Request,
    page: Page,
    db: Db,
    now: Now,
    safe: SecureConnection,
    address: ClientAddress,
    form: Submitted[PairingForm],
) -> Any:
    """Pairs the browser and signs out any worker in it, because it is left alone with visitors from now on."""
    set_actor(db, None, now)
    if not safe:
        return _pairing_page(page, form, safe, 403)
    if not form.errors and not login_limits.allow_attempt(db, PAIRING_LOGIN, address, at=now):
        form.wrong("code", TOO_OFTEN)
        return _pairing_page(page, form, safe, 429)
    tablet = None if form.errors else tablet_queries.tablet_by_code(db, form.data.code, at=now)
    if tablet is None:
        form.wrong("code", WRONG_CODE)
        return _pairing_page(page, form, safe)
    login_limits.refund_attempt(db, PAIRING_LOGIN, address)
    set_actor(db, tablet_actor.TabletActor(tablet, address), now)
    answer = redirect(START)
    tablet_session.set_tablet_cookie(request, answer, tablet_actions.pair(db, tablet, at=now))
    if token := session_cookie.session_token(request):
        sessions.end(db, ids.digest(token))
        session_cookie.clear_cookie(answer)
    return answer
