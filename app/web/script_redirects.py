"""A form that the page's own script sends gets the address to go on to: a script cannot see where a redirect leads."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ScriptRedirects:
    """Turns "go and look there" (303) into an empty answer with `Go-To`, for a request that says `Sent-By: page`."""

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
