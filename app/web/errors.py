"""Error pages, which say in words what happened and what to do. Never a stack trace (TRUST 16)."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.database import separate_transaction
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.core.text_rules import N_
from app.web.i18n import gettext as _
from app.web.pages import Renderer
from app.web.security import add_security_headers

log = logging.getLogger(__name__)

NOT_FOUND = N_("This page does not exist, or you may not see it.")
NOT_UNDERSTOOD = N_("We could not read what you sent. Go back and try again.")
SERVER_ERROR = N_("Something went wrong on our side. Nothing that was saved is lost. Go back and try again.")
DATABASE_UNAVAILABLE = N_("We cannot reach the database. Nothing that was saved is lost. Try again in a minute.")


def _error_response(request: Request, status: int, reason: str, **facts: Any) -> Response:
    words = _(reason) % facts if facts else _(reason)
    # The transaction of the request is over. That it was refused is put on record in one of its own; so is what stands
    # around the page read, and that must end here: left open, it would keep every other writer waiting.
    db: Any = getattr(request.state, "db", None)
    begins = db is not None and not db.in_transaction()
    if db is not None and (on_refusal := getattr(request.app.state, "on_refusal", None)):
        with separate_transaction(db):
            on_refusal(request, status)
    try:
        return Renderer(request)("errors/error.html", block="message", status=status, reason=words, number=status)
    finally:
        if begins:
            db.close()


def _error_without_database(request: Request, status: int, reason: str) -> Response:
    """An error page that does not use the database, which may be the cause."""
    request.state.actor = request.state.db = None
    return _error_response(request, status, reason)


def install_error_pages(app: FastAPI) -> None:
    """Installs the answers to everything that a route may raise."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return _error_response(request, 409, error.reason, **error.facts)

    async def changed_meanwhile(request: Request, error: Exception) -> Response:
        return _error_response(request, 409, NO_LONGER_POSSIBLE)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _error_response(
            request, error.status_code, NOT_FOUND if error.status_code in (404, 405) else NOT_UNDERSTOOD
        )

    async def unreadable(request: Request, error: Exception) -> Response:
        return _error_response(request, 404 if request.method == "GET" else 422, NOT_UNDERSTOOD)

    async def impossible(request: Request, error: Exception) -> Response:
        # A NUL byte in a URL, a number too large for a column: what cannot be stored cannot exist.
        return _error_response(request, 404, NOT_FOUND)

    async def no_database(request: Request, error: Exception) -> Response:
        log.error("database: %s", type(error).__name__)
        return _error_without_database(request, 503, DATABASE_UNAVAILABLE)

    async def fault(request: Request, error: Exception) -> Response:
        answer = _error_without_database(request, 500, SERVER_ERROR)
        add_security_headers(
            answer.headers, request.scope
        )  # this answer is made outside all middleware, so the guard does not see it
        return answer

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(StaleDataError, changed_meanwhile)
    app.add_exception_handler(IntegrityError, changed_meanwhile)
    app.add_exception_handler(DataError, impossible)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(OperationalError, no_database)
    app.add_exception_handler(Exception, fault)
