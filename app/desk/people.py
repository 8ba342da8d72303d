"""Mijn mensen: whom I stay in touch with, who is late first; and my talks that are not finished."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.models import Worker
from app.accounts.permissions import Follower, Permission, may
from app.audit import record
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text import Key
from app.desk.frame import COUNTERS
from app.journeys import queries, rules
from app.talks import queries as talks
from app.web.pages import Page

router = APIRouter()

COUNTERS["/people"] = queries.late_count


@router.get("/people")
def index(page: Page, db: Db, actor: Follower, now: Now, of: Key = "") -> Any:
    """`of`: a colleague, for who coordinates the shop."""
    coordinates = may(actor, Permission.COORDINATE)
    loads = queries.loads(db, actor) if coordinates else []
    chosen = next((worker for worker, _count in loads if worker.key == of and worker.id != actor.worker_id), None)
    if chosen is None:
        rows, unfinished = list(queries.mine(db, actor)), talks.unfinished_talks(db, actor)
    else:
        rows, unfinished = queries.of_worker(db, actor, chosen.id), []
    seen = [j.person_id for j in rows] + [t.person_id for t in unfinished]
    basis = "front office" if actor.in_front_office else "responsible organisation"
    record.look(db, by=actor, at=now, subject="journey", basis=basis, what="my people", persons=dict.fromkeys(seen))
    today = local_day(now)
    return page(
        "desk/people.html", block="main", rows=rows, talks=unfinished, today=today, coordinates=coordinates,
        chosen=chosen, loads=loads, actor=actor, late=[j for j in rows if rules.is_late(j, today)], rules=rules,
        gone=[(worker, count, _takers(db, actor.shop_id, worker)) for worker, count in loads if not worker.is_active],
    )  # fmt: skip


def _takers(db: Session, shop_id: int, gone: Worker) -> list[Worker]:
    """Who can take over what a colleague who left answered for: the front office and that one's own organisation."""
    own = queries.workers_with(db, shop_id, rules.FOLLOWERS, gone.organisation_id)
    return own + [w for w in queries.front_workers(db, shop_id) if w.id not in {o.id for o in own}]
