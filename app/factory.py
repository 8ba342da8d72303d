"""Application factory: middleware, routers, error handlers, and the lifespan."""

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
from app.accounts.session_cookie import NotSignedIn
from app.bootstrap.environment import ROOT
from app.core.database import POOL_SIZE, engine
from app.core.settings import settings
from app.front_desk.kiosk import check_in_routes as check_in
from app.front_desk.kiosk import tablet_routes as tablets
from app.front_desk.kiosk.tablet_session import NoTablet
from app.front_desk.visits import routes as visits
from app.guidance.calendars import routes as calendars
from app.guidance.caseloads import reassignment_routes
from app.guidance.intakes import finishing_routes, question_routes
from app.guidance.intakes import routes as talks
from app.guidance.journeys import routes as journeys
from app.guidance.step_plans import routes as step_plans_routes
from app.handovers.consent_changes import routes as consent_changes_routes
from app.handovers.offer_links import link_status_routes as offer_link_state
from app.handovers.offer_links import routes as offer_links
from app.handovers.pages import (
    history_routes,
    introduction_routes,
    message_routes,
    no_response_routes,
    offer_routes,
    on_the_spot_routes,
    response_routes,
)
from app.handovers.pages import routes as handovers
from app.handovers.partner_choice import routes as partner_choice_routes
from app.handovers.shared_plans import link_routes as plan_links
from app.handovers.shared_plans import routes as own_plans
from app.messages.notifications import routes as notices
from app.outcomes import routes as outcomes
from app.people.people import routes as people
from app.privacy.access_log import routes as privacy
from app.records.duplicates import routes as linking
from app.records.register_import.web import routes as importing
from app.reports.handover_quality import routes as quality
from app.reports.outflow import routes as reports
from app.screens.front_desk import board_routes, contact_routes, name_visit_routes, routes, shift_handover_routes
from app.screens.layout import home_routes
from app.screens.layout.layout_context import log_refusal, signed_in_context
from app.screens.person import note_routes
from app.screens.person import routes as one_person
from app.screens.staff import caseload_handover_routes, first_run_routes, shop_caseload_routes, worker_routes
from app.screens.staff import my_caseload_routes as my_people
from app.shop.half_days import public_routes
from app.shop.half_days import routes as shops
from app.shop.lists import routes as lists_routes
from app.shop.partners import deadline_routes, profile_routes
from app.shop.partners import routes as partners
from app.shop.partners.hsds import routes as hsds
from app.shop.roster import routes as roster_routes
from app.web.errors import install_error_pages
from app.web.event_stream import EventStreams
from app.web.i18n import LanguageMiddleware
from app.web.request_threads import RequestThreads, paths_marked, run_inline
from app.web.script_redirects import ScriptRedirects
from app.web.security import RequestGuard
from app.wiring import wire

ROUTERS: tuple[APIRouter, ...] = (
    board_routes.router,
    routes.router,
    visits.router,  # first, since routes are matched in order: what the front desk asks for all day
    home_routes.router,
    first_run_routes.router,
    accounts.router,
    deadline_routes.router,
    partners.router,
    profile_routes.router,
    worker_routes.router,
    privacy.router,
    journeys.router,
    step_plans_routes.router,
    reassignment_routes.router,
    talks.router,
    finishing_routes.router,
    question_routes.router,
    outcomes.router,
    my_people.router,
    shop_caseload_routes.router,
    caseload_handover_routes.router,
    one_person.router,
    note_routes.router,
    notices.router,
    hsds.router,
    handovers.router,
    partner_choice_routes.router,
    offer_routes.router,
    on_the_spot_routes.router,
    introduction_routes.router,
    response_routes.router,
    message_routes.router,
    no_response_routes.router,
    history_routes.router,
    consent_changes_routes.router,
    reports.router,
    contact_routes.router,
    shift_handover_routes.router,
    people.router,
    calendars.router,
    shops.router,
    roster_routes.router,
    lists_routes.router,
    public_routes.router,
    own_plans.router,
    plan_links.router,
    offer_links.router,
    offer_link_state.router,
    linking.router,
    quality.router,
    importing.router,
    name_visit_routes.router,
    tablets.router,
    check_in.router,
)


def create_app(*, background_jobs: bool = False) -> FastAPI:
    """The ASGI application.

    `background_jobs`: whether it runs the scheduled jobs during its lifespan. Servers do; in a test the jobs would use
    the database of the settings.
    """
    wire()
    # SQLite allows one writer at a time; readers do not wait for it.
    alone = settings().database.startswith("sqlite")
    in_one_go = Middleware(
        RequestThreads,
        at_once=1 if alone else POOL_SIZE,
        stay_open=paths_marked("stays_open", ROUTERS),
        readers=paths_marked("reads_only", ROUTERS) if alone else (),
        take_long=paths_marked("takes_long", ROUTERS) if alone else (),
    )
    app = FastAPI(
        title="Werkwinkel",
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(RequestGuard, larger=importing.MAX_BODY_BYTES),
            Middleware(ScriptRedirects),
            Middleware(LanguageMiddleware),
            in_one_go,
        ],
    )
    app.state.frame = signed_in_context
    app.state.on_refusal = log_refusal
    app.state.own_words = home_routes.guessable_words
    app.state.demo = settings().demo
    app.state.background_jobs = background_jobs
    app.state.live = EventStreams(engine)
    app.mount("/static", StaticFiles(directory=ROOT / "app" / "static"), name="static")
    run_inline(ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    install_error_pages(app)
    app.add_exception_handler(NotSignedIn, redirect_to_sign_in)
    app.add_exception_handler(NoTablet, tablets.handle_no_tablet)
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Starts the scheduled jobs, if asked for. Stops them and the event streams at the end."""
    live: EventStreams = app.state.live
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


async def redirect_to_sign_in(request: Request, error: Exception) -> Response:
    """A reload for HTMX, so the sign-in page never ends up inside another page."""
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    back = request.method == "GET" and request.url.path != "/"
    return RedirectResponse(f"/sign-in?to={quote(request.url.path)}" if back else "/sign-in", 303)
