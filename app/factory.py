"""The whole composition on one screen: middleware, routers, error pages, and what runs as long as the service does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response

from app import jobs
from app.accounts import routes as accounts
from app.accounts.sessions import NotSignedIn
from app.calendars import routes as calendars
from app.check_in import routes as check_in
from app.core.database import CONNECTIONS, engine
from app.core.settings import ROOT, settings
from app.desk import (
    board,
    contacts,
    door,
    entrance,
    handing_on,
    naming,
    notes,
    set_up,
    sheet,
    whole_shop,
    workers,
)
from app.desk import people as my_people
from app.desk import person as one_person
from app.desk.frame import frame, on_refusal
from app.handovers import (
    choice_routes,
    consent_routes,
    history_routes,
    introducing_routes,
    move_routes,
    offer_routes,
    partner_routes,
    thread_routes,
    together_routes,
)
from app.handovers import routes as handovers
from app.importing import routes as importing
from app.journeys import reassign_routes, step_routes
from app.journeys import routes as journeys
from app.linking import routes as linking
from app.notices import routes as notices
from app.offer_links import routes as offer_links
from app.offer_links import sender_routes as offer_link_state
from app.outcomes import routes as outcomes
from app.own_plans import link_routes as plan_links
from app.own_plans import routes as own_plans
from app.partners import clock_routes, window_routes
from app.partners import routes as partners
from app.partners.hsds import routes as hsds
from app.people import routes as people
from app.privacy import routes as privacy
from app.quality import routes as quality
from app.reports import routes as reports
from app.shops import list_routes, public_routes, roster_routes
from app.shops import routes as shops
from app.tablets import routes as tablets
from app.tablets.cookies import NoTablet
from app.talks import finishing_routes, question_routes
from app.talks import routes as talks
from app.visits import routes as visits
from app.web.errors import install_error_pages
from app.web.i18n import LanguageOfRequest
from app.web.in_one_go import InOneGo, paths_marked, straight_on
from app.web.live import Live
from app.web.security import Guard
from app.web.sending import AddressForScript
from app.wiring import wire

ROUTERS: tuple[APIRouter, ...] = (
    board.router, door.router, visits.router,  # the first are found soonest: what the door asks for all day
    entrance.router, set_up.router, accounts.router, clock_routes.router, partners.router, window_routes.router,
    workers.router, privacy.router, journeys.router, step_routes.router, reassign_routes.router, talks.router,
    finishing_routes.router,
    question_routes.router, outcomes.router, my_people.router, whole_shop.router, handing_on.router,
    one_person.router, notes.router,
    notices.router, hsds.router, handovers.router, partner_routes.router, offer_routes.router, together_routes.router,
    introducing_routes.router, move_routes.router, thread_routes.router, choice_routes.router, history_routes.router,
    consent_routes.router, reports.router,
    contacts.router, sheet.router, people.router, calendars.router,
    shops.router, roster_routes.router, list_routes.router, public_routes.router,
    own_plans.router, plan_links.router, offer_links.router, offer_link_state.router,
    linking.router, quality.router, importing.router, naming.router, tablets.router, check_in.router,
)  # fmt: skip


def create_app(*, background_jobs: bool = False) -> FastAPI:
    """The ASGI application.

    `background_jobs`: whether it also runs the scheduled jobs, from the start of its lifespan to the end. Servers ask
    for them; in a test they would work in the database of the settings.
    """
    wire()
    # SQLite takes one writer at a time, and lets readers go on meanwhile.
    alone = settings().database.startswith("sqlite")
    in_one_go = Middleware(
        InOneGo, at_once=1 if alone else CONNECTIONS, stay_open=paths_marked("stays_open", ROUTERS),
        readers=paths_marked("reads_only", ROUTERS) if alone else (),
        take_long=paths_marked("takes_long", ROUTERS) if alone else (),
    )  # fmt: skip
    app = FastAPI(
        title="Werkwinkel",
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(Guard, larger=importing.LARGEST),
            Middleware(AddressForScript),
            Middleware(LanguageOfRequest),
            in_one_go,
        ],
    )
    app.state.frame = frame
    app.state.on_refusal = on_refusal
    app.state.own_words = entrance.own_words
    app.state.demo = settings().demo
    app.state.background_jobs = background_jobs
    app.state.live = Live(engine)
    app.mount("/static", StaticFiles(directory=ROOT / "app" / "static"), name="static")
    straight_on(ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    install_error_pages(app)
    app.add_exception_handler(NotSignedIn, to_sign_in)
    app.add_exception_handler(NoTablet, tablets.no_tablet)
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Starts the scheduled jobs where they are asked for. Ends them, and the watch over boards, before it ends."""
    live: Live = app.state.live
    live.open()
    runner = jobs.runner() if app.state.background_jobs else None
    if runner is not None:
        runner.start()
    try:
        yield
    finally:
        await live.stop()
        if runner is not None:
            await run_in_threadpool(runner.stop)


async def to_sign_in(request: Request, error: Exception) -> Response:
    """A reload for HTMX, so the sign-in page never ends up inside another page."""
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    back = request.method == "GET" and request.url.path != "/"
    return RedirectResponse(f"/sign-in?to={quote(request.url.path)}" if back else "/sign-in", 303)
