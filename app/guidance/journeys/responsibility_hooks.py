"""Hooks that higher features register to react when responsibility for a journey moves (decision 4).

They are called in the transaction that moves it, with the journey locked, so no way of moving it can skip one.
`app.wiring` connects them.
"""

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.hooks import Hooks
from app.guidance.journeys.models import Journey


class ResponsibilityHook(Protocol):
    """Reacts to a journey that moved from worker `earlier` to the present responsible worker."""

    def __call__(self, db: Session, journey: Journey, earlier: Worker, *, by: Actor, at: datetime) -> None: ...


RESPONSIBILITY_HOOKS: Hooks[ResponsibilityHook] = Hooks()
