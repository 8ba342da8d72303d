"""What goes along when somebody else becomes responsible: by the features above that know of it (decision 4).

Called where responsibility moves, in its transaction, with the journey locked: no way of moving it can forget one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.models import Worker
from app.journeys.models import Journey


class GoesAlong(Protocol):
    def __call__(self, db: Session, journey: Journey, earlier: Worker, *, by: Actor, at: datetime) -> None: ...


ALONG: list[GoesAlong] = []


def go_along(goes: Callable[..., None]) -> Callable[..., None]:
    """Marks what is to be done for a journey that moved from `earlier` to who is responsible now."""
    ALONG.append(goes)
    return goes
