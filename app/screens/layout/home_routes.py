"""The address "/" and the page on which a worker of several shops chooses one."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts import session_cookie, sessions
from app.accounts.guards import AnyWorker
from app.accounts.models import Worker
from app.accounts.routes import start_session
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import Key
from app.front_desk.kiosk import tablet_session
from app.screens.layout.layout_context import landing_page
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop
from app.web.forms import Form, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


def guessable_words(db: Session, worker: Worker) -> Iterable[str]:
    """Names that everybody around this worker knows, so their password may not contain them (TRUST 1)."""
    for shop in _shops_of(db, worker.id):
        yield from (shop.name, shop.place)
    yield from (worker.name, worker.login, worker.organisation.name)


def _shops_of(db: Session, worker_id: int) -> list[Shop]:
    return shops.shops_by_id(db, accounts.shops_of(db, worker_id))


@router.get("/")
def home(request: Request, db: Db, now: Now) -> Any:
    token = session_cookie.session_token(request)
    actor = sessions.actor_by_token(db, token, at=now) if token else None
    if actor is None and tablet_session.tablet_of(request, db):
        return redirect(tablet_session.START)
    return redirect(landing_page(actor) if actor else "/sign-in")


class SwitchShopForm(Form):
    shop: Annotated[Key, "the key of a shop"]


@router.get("/account/shop")
def show_shops(page: Page, db: Db, actor: AnyWorker) -> Any:
    return page("screens/layout/shops.html", block="shops", shops=_shops_of(db, actor.worker_id), here=actor.shop_id)


@router.post("/account/shop")
def switch_shop(request: Request, db: Db, actor: AnyWorker, now: Now, form: Submitted[SwitchShopForm]) -> Any:
    wanted = None if form.errors else form.data.shop
    shop = or_404(next((s for s in _shops_of(db, actor.worker_id) if s.key == wanted), None))
    return start_session(request, db, accounts.own_worker(db, actor), shop.id, "/", now)
