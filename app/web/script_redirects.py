"""Tells a script where a redirect leads, since a script cannot see that."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ScriptRedirects:
    """Turns a 303 into an empty answer with a header `Go-To`, for requests with `Sent-By: page`."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or Headers(scope=scope).get("sent-by") != "page":
            await self.app(scope, receive, send)
            return

        async def instead(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 303:
                message["status"] = 200
                headers = MutableHeaders(scope=message)
                headers["Go-To"] = headers["Location"]
                del headers["Location"]
            await send(message)

        await self.app(scope, receive, instead)
