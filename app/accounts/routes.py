"""Signing in and out, the language, a worker's own account, and choosing a password with a one-time link."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import actions, forms, login_limits, passwords, pins, queries, session_cookie, sessions
from app.accounts.forms import (
    AccountForm,
    ChangePasswordForm,
    LanguageForm,
    NewPasswordForm,
    PinForm,
    RemovePinForm,
    SignInForm,
)
from app.accounts.guards import AnyWorker
from app.accounts.models import LinkPurpose, Worker
from app.accounts.permissions import Permission, may
from app.audit.audit_log import set_actor
from app.core import ids
from app.core.clock import Now
from app.core.database import Db
from app.web import i18n
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect
from app.web.security import is_loopback, same_origin_path

router = APIRouter()
PASSWORD_LINKS = {LinkPurpose.INVITE, LinkPurpose.RESET}


def is_secure_connection(request: Request) -> bool:
    """Whether a password may be sent: over TLS, or within this machine (TRUST 5)."""
    return request.url.scheme == "https" or is_loopback(request)


async def _client_address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _secure_connection(request: Request) -> bool:
    return is_secure_connection(request)


SecureConnection = Annotated[bool, Depends(_secure_connection)]
ClientAddress = Annotated[str, Depends(_client_address)]


def start_session(request: Request, db: Session, worker: Worker, shop_id: int, to: str, at: Any) -> Response:
    """Signs the worker in with a new session and redirects to `to`.

    An existing session of the browser ends, which prevents session fixation (TRUST 5).
    """
    if old := session_cookie.session_token(request):
        sessions.end(db, ids.digest(old))
    answer = redirect(same_origin_path(to))
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
def show_sign_in(request: Request, page: Page, db: Db, now: Now, safe: SecureConnection, to: str = "/") -> Any:
    token = session_cookie.session_token(request)
    if token and sessions.actor_by_token(db, token, at=now):
        return redirect("/")
    form = Submission(SignInForm, start={"to": same_origin_path(to)})
    return page("accounts/sign_in.html", block="form", form=form, safe=safe)


@router.post("/sign-in")
def sign_in(
    request: Request,
    page: Page,
    db: Db,
    now: Now,
    safe: SecureConnection,
    address: ClientAddress,
    form: Submitted[SignInForm],
) -> Any:
    def again(status: int) -> Any:
        return page("accounts/sign_in.html", block="form", status=status, form=form, safe=safe)

    set_actor(db, None, now)
    if not safe:
        return again(403)
    if form.errors:
        return again(422)
    if not login_limits.allow_attempt(db, form.data.login, address, at=now):
        form.wrong("", forms.TOO_OFTEN)
        return again(429)
    known = actions.sign_in(db, form.data.login, form.data.password, address=address, at=now)
    if known is None:
        form.wrong("", forms.WRONG_CREDENTIALS)
        return again(422)
    login_limits.refund_attempt(db, form.data.login, address)
    return start_session(request, db, *known, form.data.to, now)


@router.post("/sign-out")
def sign_out(db: Db, actor: AnyWorker, now: Now) -> Any:
    actions.sign_out(db, by=actor, at=now)
    answer = redirect("/sign-in")
    session_cookie.clear_cookie(answer)
    return answer


@router.post("/language")
def choose_language(request: Request, db: Db, now: Now, form: Submitted[LanguageForm]) -> Any:
    if form.errors:
        return redirect("/")
    token = session_cookie.session_token(request)
    if token and (actor := sessions.actor_by_token(db, token, at=now)):
        set_actor(db, actor, now)
        queries.own_worker(db, actor).language = form.data.language
    answer = redirect(same_origin_path(form.data.back))
    _set_language(request, answer, form.data.language)
    return answer


def _check_new_password(request: Request, db: Session, worker: Worker, form: Submission[Any]) -> None:
    """Adds an error to the form if the new password is not allowed or was not repeated correctly."""
    if form.errors:
        return
    if form.data.password != form.data.again:
        form.wrong("again", forms.PASSWORDS_DIFFER)
    elif reason := passwords.obstacle(form.data.password, request.app.state.own_words(db, worker)):
        form.wrong("password", reason)


def _account_values(me: Worker) -> dict[str, str]:
    return {"name": me.name, "language": me.language, "languages": me.languages, "phone": me.phone}


def _render_account(
    page: Any,
    db: Session,
    actor: AnyWorker,
    about: Any = None,
    secret: Any = None,
    pin: Any = None,
    removing: Any = None,
    done: bool = False,
) -> Any:
    me = queries.own_worker(db, actor)
    return page(
        "accounts/account.html",
        block="account",
        worker=me,
        languages=list(i18n.LANGUAGES.items()),
        about=about or Submission(AccountForm, start=_account_values(me)),
        secret=secret or Submission(ChangePasswordForm),
        pin=(pin or Submission(PinForm)).named("pin"),
        removing=(removing or Submission(RemovePinForm)).named("removing"),
        several=len(queries.shops_of(db, me.id)) > 1,
        done=done,
        follows=may(actor, Permission.FOLLOW),
        receives=may(actor, Permission.ANSWER_HANDOVERS),
    )


@router.get("/account")
def show_account(page: Page, db: Db, actor: AnyWorker, done: str = "") -> Any:
    return _render_account(page, db, actor, done=done == "1")


@router.post("/account")
def change_account(request: Request, page: Page, db: Db, actor: AnyWorker, form: Submitted[AccountForm]) -> Any:
    if form.errors:
        return _render_account(page, db, actor, about=form)
    me = queries.own_worker(db, actor)
    typed = form.data
    me.name, me.language, me.languages, me.phone = typed.name, typed.language, typed.languages, typed.phone
    answer = redirect("/account?done=1")
    _set_language(request, answer, me.language)
    return answer


def _check_current_password(db: Session, me: Worker, form: Submission[Any], address: str, at: datetime) -> None:
    """Adds an error to the form if the current password is wrong or was tried too often."""
    if form.errors:
        return
    if not login_limits.allow_attempt(db, me.login, address, at=at):
        form.wrong("current", forms.TOO_OFTEN)
    elif passwords.verify(form.data.current, me.password_hash):
        login_limits.refund_attempt(db, me.login, address)
    else:
        form.wrong("current", forms.WRONG_PASSWORD)


@router.post("/account/pin")
def choose_pin(page: Page, db: Db, actor: AnyWorker, now: Now, address: ClientAddress, form: Submitted[PinForm]) -> Any:
    """Sets the PIN with which the worker confirms on a colleague's screen."""
    me = queries.own_worker(db, actor)
    if not form.errors and (reason := pins.obstacle(form.data.pin)):
        form.wrong("pin", reason)
    elif not form.errors and form.data.pin != form.data.again:
        form.wrong("again", forms.PINS_DIFFER)
    _check_current_password(db, me, form, address, now)
    if form.errors:
        return _render_account(page, db, actor, pin=form)
    pins.choose(db, me, form.data.pin, by=actor, at=now)
    return redirect("/account?done=1")


@router.post("/account/pin/removal")
def remove_pin(
    page: Page, db: Db, actor: AnyWorker, now: Now, address: ClientAddress, form: Submitted[RemovePinForm]
) -> Any:
    me = queries.own_worker(db, actor)
    _check_current_password(db, me, form, address, now)
    if form.errors:
        return _render_account(page, db, actor, removing=form)
    pins.remove(db, me, by=actor, at=now)
    return redirect("/account?done=1")


@router.post("/account/password")
def change_password(
    request: Request,
    page: Page,
    db: Db,
    actor: AnyWorker,
    now: Now,
    address: ClientAddress,
    form: Submitted[ChangePasswordForm],
) -> Any:
    me = queries.own_worker(db, actor)
    _check_current_password(db, me, form, address, now)
    _check_new_password(request, db, me, form)
    if form.errors:
        return _render_account(page, db, actor, secret=form)
    actions.set_password(db, me, form.data.password)
    return start_session(request, db, me, actor.shop_id, "/account?done=1", now)


@router.get("/invitations/{token}")
def show_invitation(token: str, page: Page, db: Db, now: Now, safe: SecureConnection) -> Any:
    link = queries.valid_link(db, token, PASSWORD_LINKS, at=now)
    worker = link and queries.worker_of_link(db, link)
    form = Submission(NewPasswordForm)
    status = 200 if worker else 404
    return page("accounts/invitation.html", block="form", status=status, form=form, worker=worker, safe=safe)


@router.post("/invitations/{token}")
def accept_invitation(
    token: str, request: Request, page: Page, db: Db, now: Now, safe: SecureConnection, form: Submitted[NewPasswordForm]
) -> Any:
    set_actor(db, None, now)
    link = or_404(queries.valid_link(db, token, PASSWORD_LINKS, at=now))
    worker = or_404(queries.worker_of_link(db, link))
    shops = or_404(queries.shops_of(db, worker.id) or None)
    _check_new_password(request, db, worker, form)
    if form.errors or not safe:
        status = None if safe else 403
        return page("accounts/invitation.html", block="form", status=status, form=form, worker=worker, safe=safe)
    actions.set_password_by_link(db, link, worker, form.data.password, at=now)
    return start_session(request, db, worker, shops[0], "/", now)
