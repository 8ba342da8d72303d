"""The front page leads on, and a worker of several shops chooses in which one to work."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts import session_cookie, sessions
from app.accounts.guards import Anybody
from app.accounts.models import Worker
from app.accounts.routes import come_in
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import Key
from app.front_desk.kiosk import tablet_session
from app.screens.layout.layout_context import landing
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop
from app.web.forms import Form, Submitted
from app.web.pages import Page, found, see

router = APIRouter()


def own_words(db: Session, worker: Worker) -> Iterable[str]:
    """Names that everybody around this worker knows: no part of a password (TRUST 1)."""
    for shop in _shops(db, worker.id):
        yield from (shop.name, shop.place)
    yield from (worker.name, worker.login, worker.organisation.name)


def _shops(db: Session, worker_id: int) -> list[Shop]:
    return shops.shops_among(db, accounts.shops_of(db, worker_id))


@router.get("/")
def lead_on(request: Request, db: Db, now: Now) -> Any:
    token = session_cookie.token_of(request)
    actor = sessions.actor_of(db, token, at=now) if token else None
    if actor is None and tablet_session.tablet_of(request, db):
        return see(tablet_session.START)
    return see(landing(actor) if actor else "/sign-in")


class ChoosingShop(Form):
    shop: Annotated[Key, "the key of a shop"]


@router.get("/account/shop")
def show_shops(page: Page, db: Db, actor: Anybody) -> Any:
    return page("screens/layout/shops.html", block="shops", shops=_shops(db, actor.worker_id), here=actor.shop_id)


@router.post("/account/shop")
def switch_shop(request: Request, db: Db, actor: Anybody, now: Now, form: Submitted[ChoosingShop]) -> Any:
    wanted = None if form.errors else form.data.shop
    shop = found(next((s for s in _shops(db, actor.worker_id) if s.key == wanted), None))
    return come_in(request, db, accounts.myself(db, actor), shop.id, "/", now)
