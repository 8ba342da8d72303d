"""Signing in and out, the language, one's own account, and coming in by a one-time link."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import actions, forms, login_limits, passwords, pins, queries, session_cookie, sessions
from app.accounts.forms import (
    AboutMe,
    ChangingPassword,
    ChoosingLanguage,
    ChoosingPassword,
    ChoosingPin,
    RemovingPin,
    SigningIn,
)
from app.accounts.guards import Anybody
from app.accounts.models import Purpose, Worker
from app.accounts.permissions import Permission, may
from app.audit.audit_log import acting
from app.core import ids
from app.core.clock import Now
from app.core.database import Db
from app.web import i18n
from app.web.forms import Submission, Submitted
from app.web.pages import Page, found, see
from app.web.security import is_loopback, own_path

router = APIRouter()
BY_LINK = {Purpose.INVITE, Purpose.RESET}


def is_safe(request: Request) -> bool:
    """Whether a password may travel: over TLS, or inside this very machine (TRUST 5)."""
    return request.url.scheme == "https" or is_loopback(request)


async def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _safe(request: Request) -> bool:
    return is_safe(request)


Safe = Annotated[bool, Depends(_safe)]
Address = Annotated[str, Depends(_address)]


def come_in(request: Request, db: Session, worker: Worker, shop_id: int, to: str, at: Any) -> Response:
    """A new session in place of whatever the browser had, so nobody can have prepared it (TRUST 5)."""
    if old := session_cookie.token_of(request):
        sessions.end(db, ids.digest(old))
    answer = see(own_path(to))
    session_cookie.set_cookie(request, answer, sessions.start(db, worker, shop_id, at=at))
    _set_language(request, answer, worker.language)
    return answer


def _set_language(request: Request, answer: Response, code: str) -> None:
    answer.set_cookie(
        i18n.COOKIE,
        code,
        max_age=365 * 24 * 3600,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


@router.get("/sign-in")
def show_sign_in(request: Request, page: Page, db: Db, now: Now, safe: Safe, to: str = "/") -> Any:
    token = session_cookie.token_of(request)
    if token and sessions.actor_of(db, token, at=now):
        return see("/")
    form = Submission(SigningIn, start={"to": own_path(to)})
    return page("accounts/sign_in.html", block="form", form=form, safe=safe)


@router.post("/sign-in")
def sign_in(
    request: Request, page: Page, db: Db, now: Now, safe: Safe, address: Address, form: Submitted[SigningIn]
) -> Any:
    def again(status: int) -> Any:
        return page("accounts/sign_in.html", block="form", status=status, form=form, safe=safe)

    acting(db, None, now)
    if not safe:
        return again(403)
    if form.errors:
        return again(422)
    if not login_limits.may_try(db, form.data.login, address, at=now):
        form.wrong("", forms.TOO_OFTEN)
        return again(429)
    known = actions.sign_in(db, form.data.login, form.data.password, address=address, at=now)
    if known is None:
        form.wrong("", forms.UNKNOWN)
        return again(422)
    login_limits.succeeded(db, form.data.login, address)
    return come_in(request, db, *known, form.data.to, now)


@router.post("/sign-out")
def sign_out(db: Db, actor: Anybody, now: Now) -> Any:
    actions.sign_out(db, by=actor, at=now)
    answer = see("/sign-in")
    session_cookie.clear_cookie(answer)
    return answer


@router.post("/language")
def choose_language(request: Request, db: Db, now: Now, form: Submitted[ChoosingLanguage]) -> Any:
    if form.errors:
        return see("/")
    token = session_cookie.token_of(request)
    if token and (actor := sessions.actor_of(db, token, at=now)):
        acting(db, actor, now)
        queries.myself(db, actor).language = form.data.language
    answer = see(own_path(form.data.back))
    _set_language(request, answer, form.data.language)
    return answer


def _own_password(request: Request, db: Session, worker: Worker, form: Submission[Any]) -> None:
    """Adds to the form why this cannot be the worker's password."""
    if form.errors:
        return
    if form.data.password != form.data.again:
        form.wrong("again", forms.NOT_THE_SAME)
    elif reason := passwords.obstacle(form.data.password, request.app.state.own_words(db, worker)):
        form.wrong("password", reason)


def _known(me: Worker) -> dict[str, str]:
    return {"name": me.name, "language": me.language, "languages": me.languages, "phone": me.phone}


def _account(
    page: Any,
    db: Session,
    actor: Anybody,
    about: Any = None,
    secret: Any = None,
    pin: Any = None,
    removing: Any = None,
    done: bool = False,
) -> Any:
    me = queries.myself(db, actor)
    return page(
        "accounts/account.html",
        block="account",
        worker=me,
        languages=list(i18n.LANGUAGES.items()),
        about=about or Submission(AboutMe, start=_known(me)),
        secret=secret or Submission(ChangingPassword),
        pin=(pin or Submission(ChoosingPin)).named("pin"),
        removing=(removing or Submission(RemovingPin)).named("removing"),
        several=len(queries.shops_of(db, me.id)) > 1,
        done=done,
        follows=may(actor, Permission.FOLLOW),
        receives=may(actor, Permission.ANSWER_HANDOVERS),
    )


@router.get("/account")
def show_account(page: Page, db: Db, actor: Anybody, done: str = "") -> Any:
    return _account(page, db, actor, done=done == "1")


@router.post("/account")
def change_account(request: Request, page: Page, db: Db, actor: Anybody, form: Submitted[AboutMe]) -> Any:
    if form.errors:
        return _account(page, db, actor, about=form)
    me = queries.myself(db, actor)
    typed = form.data
    me.name, me.language, me.languages, me.phone = typed.name, typed.language, typed.languages, typed.phone
    answer = see("/account?done=1")
    _set_language(request, answer, me.language)
    return answer


def _knows_password(db: Session, me: Worker, form: Submission[Any], address: str, at: datetime) -> None:
    """Adds to the form that it is not the worker who sits here, or that it was tried too often."""
    if form.errors:
        return
    if not login_limits.may_try(db, me.login, address, at=at):
        form.wrong("current", forms.TOO_OFTEN)
    elif passwords.fits(form.data.current, me.password_hash):
        login_limits.succeeded(db, me.login, address)
    else:
        form.wrong("current", forms.NOT_YOURS)


@router.post("/account/pin")
def choose_pin(page: Page, db: Db, actor: Anybody, now: Now, address: Address, form: Submitted[ChoosingPin]) -> Any:
    """A PIN to say yes with on a colleague's screen."""
    me = queries.myself(db, actor)
    if not form.errors and (reason := pins.obstacle(form.data.pin)):
        form.wrong("pin", reason)
    elif not form.errors and form.data.pin != form.data.again:
        form.wrong("again", forms.PIN_NOT_THE_SAME)
    _knows_password(db, me, form, address, now)
    if form.errors:
        return _account(page, db, actor, pin=form)
    pins.choose(db, me, form.data.pin, by=actor, at=now)
    return see("/account?done=1")


@router.post("/account/pin/removal")
def remove_pin(page: Page, db: Db, actor: Anybody, now: Now, address: Address, form: Submitted[RemovingPin]) -> Any:
    me = queries.myself(db, actor)
    _knows_password(db, me, form, address, now)
    if form.errors:
        return _account(page, db, actor, removing=form)
    pins.remove(db, me, by=actor, at=now)
    return see("/account?done=1")


@router.post("/account/password")
def change_password(
    request: Request, page: Page, db: Db, actor: Anybody, now: Now, address: Address, form: Submitted[ChangingPassword]
) -> Any:
    me = queries.myself(db, actor)
    _knows_password(db, me, form, address, now)
    _own_password(request, db, me, form)
    if form.errors:
        return _account(page, db, actor, secret=form)
    actions.set_password(db, me, form.data.password)
    return come_in(request, db, me, actor.shop_id, "/account?done=1", now)


@router.get("/invitations/{token}")
def show_invitation(token: str, page: Page, db: Db, now: Now, safe: Safe) -> Any:
    link = queries.link(db, token, BY_LINK, at=now)
    worker = link and queries.invited(db, link)
    form = Submission(ChoosingPassword)
    status = 200 if worker else 404
    return page("accounts/invitation.html", block="form", status=status, form=form, worker=worker, safe=safe)


@router.post("/invitations/{token}")
def accept_invitation(
    token: str, request: Request, page: Page, db: Db, now: Now, safe: Safe, form: Submitted[ChoosingPassword]
) -> Any:
    acting(db, None, now)
    link = found(queries.link(db, token, BY_LINK, at=now))
    worker = found(queries.invited(db, link))
    shops = found(queries.shops_of(db, worker.id) or None)
    _own_password(request, db, worker, form)
    if form.errors or not safe:
        status = None if safe else 403
        return page("accounts/invitation.html", block="form", status=status, form=form, worker=worker, safe=safe)
    actions.enter(db, link, worker, form.data.password, at=now)
    return come_in(request, db, worker, shops[0], "/", now)
