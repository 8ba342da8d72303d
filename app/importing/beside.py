"""Processes beside the server, so that its own threads stay free for the door."""

import logging
import os
import subprocess
import sys
import threading
import time
from typing import Literal

from app.core.clock import now
from app.core.settings import HOME, settings
from app.importing import queries
from app.importing.pace import looking
from app.importing.taking import DEAD

log = logging.getLogger(__name__)

LOOK = 20.0  # seconds between two looks whether something broke off

What = Literal["look", "prepare", "write", "undo", "mend"]


def start(key: str, what: What) -> None:
    """Lets a process of its own go on with an import. It outlives the server, and says nothing to anybody."""
    command = [sys.executable, "-m", "app", "import", "--go-on", key, "--what", what]
    subprocess.Popen(  # noqa: S603 - our own file, run by our own Python; the key is one of ours
        command, cwd=HOME, env={**os.environ, "WERKWINKEL_DATABASE_URL": settings().database},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def watch() -> None:
    """Looks now and then whether something broke off, as long as this process lives; a process beside it mends that."""
    threading.Thread(target=_watch, name="imports", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(LOOK)
        try:
            with looking() as db:
                found = [one.key for one in queries.dead(db, now() - DEAD)]
            if found:
                start(found[0], "mend")
        except Exception as problem:  # the database may be away for a while
            log.error("imports cannot be looked after now: %s", type(problem).__name__)
