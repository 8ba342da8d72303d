"""Mail that could not be delivered: the coordinator tries again, or lets it go."""

from typing import Any

from fastapi import APIRouter

from app.accounts.permissions import Coordinator
from app.core.clock import Now, local_day
from app.core.database import Db
from app.post import outbox, queries
from app.post.models import LetterState
from app.web.pages import Page, found, see

router = APIRouter()


@router.get("/undelivered")
def index(page: Page, db: Db, actor: Coordinator, now: Now) -> Any:
    letters = queries.dead_letters(db, actor)
    return page("post/undelivered.html", block="letters", letters=letters, today=local_day(now))


@router.post("/undelivered/{key}/another-try")
def again(key: str, db: Db, actor: Coordinator, now: Now) -> Any:
    outbox.try_again(db, found(queries.dead_letter(db, actor, key)), at=now)
    return see("/undelivered")


@router.post("/undelivered/{key}/removal")
def let_go(key: str, db: Db, actor: Coordinator) -> Any:
    outbox.wipe(found(queries.dead_letter(db, actor, key)), LetterState.RECALLED)
    return see("/undelivered")
