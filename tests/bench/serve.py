"""`python -m tests.bench.serve VARIANT DATABASE SIZE`: one of the servers, on a free port that it prints."""

import os
import socket
import sys
from typing import Any

import uvicorn

from tests.bench.load import ADDRESS
from tests.bench.material import cores


def application(variant: str, database: str, size: int) -> Any:
    if variant == "limit":
        from tests.bench.limit import Limit

        return Limit(database, size)
    if variant == "django":
        os.environ["BENCH_DATABASE"] = database
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.django_shop.settings"
        from django.core.asgi import get_asgi_application

        return get_asgi_application()
    os.environ["WERKWINKEL_DATABASE_URL"] = f"sqlite:///{database}"
    from app.core.rate_limits import RateLimit
    from app.factory import create_app
    from app.people.people import search_log

    # One host asks what a whole town asks.
    search_log.PER_MINUTE, search_log.PER_HOUR = (
        RateLimit(limit.name, 1_000_000, limit.window) for limit in (search_log.PER_MINUTE, search_log.PER_HOUR)
    )
    return create_app()


def main() -> None:
    variant, database, size = sys.argv[1:]
    app = application(variant, database, int(size))
    if chosen := cores()[0]:
        os.sched_setaffinity(0, chosen)
    listening = socket.create_server((ADDRESS, 0), backlog=1024)
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(  # as app.cli.run does
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=10,
        lifespan="on",
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
