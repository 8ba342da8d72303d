"""Security headers on every answer, and refusal of requests from elsewhere, as plain ASGI (TRUST 13, 14, 16)."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 2 * 1024 * 1024  # bytes; forms are small, a long note is some 10 kB
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(connection: HTTPConnection) -> bool:
    """Whether the host is this machine: only there does a session work without TLS (TRUST 5)."""
    return connection.url.hostname in {"localhost", "127.0.0.1", "::1"}


def is_same_origin(connection: HTTPConnection) -> bool:
    """Whether an unsafe request comes from one of our own pages, by Sec-Fetch-Site or else Origin."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = connection.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == connection.headers.get("host", "")
    return True  # neither: no browser of the last years, so no other site's page can have sent it


def same_origin_path(target: str) -> str:
    """`target` if it is a path on this service, else "/": a redirect stays on our own origin (TRUST 13)."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if plain and "\\" not in target else "/"


def add_security_headers(headers: MutableHeaders, scope: Scope) -> None:
    """Adds the security headers to an answer (TRUST 14)."""
    for name, value in HEADERS.items():
        headers[name] = value
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    static = scope["path"].startswith("/static/")
    headers.setdefault("Cache-Control", "public, max-age=3600" if static else "no-store")


TOO_LARGE = PlainTextResponse("This is too large to send. Make it shorter and try again.", 413)


MAX_UPLOADS = 2
BUSY = PlainTextResponse("Others send a file at this moment. Try again.", 503, {"Retry-After": "5"})


class RequestGuard:
    """Refuses requests from elsewhere and bodies that are too large; adds security headers to every answer.

    `larger`: the largest body in bytes, for paths that accept a file.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None):
        self.app, self.larger = app, larger or {}
        self.files = 0  # that are in memory now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_security_headers(MutableHeaders(scope=message), scope)
            await send(message)

        largest = self.larger.get(scope["path"], MAX_BODY)
        if answer := self._refusal(scope, largest):
            await answer(scope, receive, protected)
            return
        if scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, protected)
            return
        is_file = scope["path"] in self.larger
        if is_file and self.files >= MAX_UPLOADS:  # whoever sends them is not known yet, and memory has an end
            await BUSY(scope, receive, protected)
            return
        self.files += is_file
        try:
            body = await _read_body(receive, largest)
            if body is None:
                await TOO_LARGE(scope, receive, protected)
            else:
                await self.app(scope, _replay(body, receive), protected)
        finally:
            self.files -= is_file

    def _refusal(self, scope: Scope, largest: int) -> PlainTextResponse | None:
        if scope["method"] in SAFE_METHODS:
            return None
        if not is_same_origin(HTTPConnection(scope)):
            return PlainTextResponse("This request did not come from a page of this service.", 403)
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdigit() or int(length) > largest:
            return TOO_LARGE
        return None


async def _read_body(receive: Receive, largest: int) -> bytes | None:
    """The whole body, read before a transaction is open; None if it is too large or cut off."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > largest:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Replays the body once, then passes on later messages."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
