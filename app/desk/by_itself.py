"""What the service does by itself, at its own time: each feature's duties, named in one place (core.duties)."""

import logging
import threading
from datetime import timedelta
from functools import partial

from sqlmodel import Session

from app.core.clock import now
from app.core.database import engine, work
from app.core.duties import Task, do, in_one, is_due
from app.core.ids import new_key
from app.handovers.chasing import chase
from app.handovers.ending_consents import announce
from app.handovers.undelivered import tell_coordinators
from app.notices.digests import write_digests
from app.post.sending import send_waiting

log = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks whether a duty is due

TASKS: tuple[Task, ...] = (
    Task("chase", timedelta(minutes=1), in_one(chase)),
    Task("consents_end", timedelta(hours=6), in_one(announce)),
    Task("digests", timedelta(minutes=10), in_one(write_digests)),
    Task("post", timedelta(seconds=5), partial(send_waiting, on_dead=tell_coordinators)),
)


def start() -> None:
    """Lets this process do its share, as long as it lives: of several, each duty is done by one (core.duties)."""
    threading.Thread(target=_go_on, name="duties", daemon=True).start()


def _go_on() -> None:
    holder, never = new_key(), threading.Event()
    while not never.wait(LOOK):
        for task in TASKS:
            try:
                with Session(engine().execution_options(reading=True)) as db, db.begin():
                    wanted = is_due(db, task, now())
                if wanted:
                    do(task, holder=holder, at=now(), transaction=work)
            except Exception as problem:  # the database may be away for a while
                log.error("the duty %s cannot be done now: %s", task.name, type(problem).__name__)
