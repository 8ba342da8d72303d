"""The language of a page: messages through gettext, days and numbers through Babel.

Catalogues are app/locales/<language>/<wing>.po, read at the start; the English text is the message id.
"""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

LOCALES = Path(__file__).parents[1] / "locales"
LANGUAGES = {"nl": "Nederlands", "en": "English"}
DEFAULT = "nl"
COOKIE = "language"

language: ContextVar[str] = ContextVar("language", default=DEFAULT)


@cache
def catalogue(code: str) -> NullTranslations:
    """All messages of one language, from all catalogues."""
    together = Translations()
    for path in sorted((LOCALES / code).glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=code), use_fuzzy=True)  # not reviewed yet, but better than English
        compiled.seek(0)
        together.merge(Translations(compiled))
    return together


def gettext(message: str) -> str:
    return catalogue(language.get()).gettext(message) if message else ""


def gettext_in(message: str, code: str) -> str:
    """A message in a given language, whatever the language of the page."""
    return catalogue(code).gettext(message)


def ngettext(one: str, more: str, count: int) -> str:
    return catalogue(language.get()).ngettext(one, more, count)


@contextmanager
def language_scope(code: str) -> Iterator[None]:
    """Sets the language within a block: a page may have a part in another language."""
    before = language.set(code)
    try:
        yield
    finally:
        language.reset(before)


def preferred_language(accepted: str, among: Container[str] = LANGUAGES) -> str:
    """The first of our languages in Accept-Language, by preference; otherwise Dutch."""
    asked = (part.split(";")[0].strip().split("-")[0].lower() for part in accepted.split(","))
    return next((code for code in asked if code in among), DEFAULT)


class LanguageMiddleware:
    """Sets the language of a request: the reader's choice (a cookie), or else the browser's preference."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            connection = HTTPConnection(scope)
            chosen = connection.cookies.get(COOKIE, "")
            language.set(
                chosen if chosen in LANGUAGES else preferred_language(connection.headers.get("accept-language", ""))
            )
        await self.app(scope, receive, send)
