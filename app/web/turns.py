"""No more requests at once than there are database connections for (decision 13).

A request holds its connection from one thread to the next. With more requests than connections all threads would soon
wait for a connection, and whoever has one for a thread: nobody could go on.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.database import CONNECTIONS


class InTurns:
    """The others wait their turn. It is over when the answer begins: by then the transaction is (see core.database)."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self._turns = asyncio.Semaphore(CONNECTIONS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self._turns.acquire()
        over = False

        def finish() -> None:
            nonlocal over
            if not over:
                over = True
                self._turns.release()

        async def answer(message: Message) -> None:
            finish()
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            finish()
