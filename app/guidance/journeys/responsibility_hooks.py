"""What goes along when somebody else becomes responsible: by the features above that know of it (decision 4).

Called where responsibility moves, in its transaction, with the journey locked: no way of moving it can forget one.
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
    """What is to be done for a journey that moved from `earlier` to the worker who is responsible now."""

    def __call__(self, db: Session, journey: Journey, earlier: Worker, *, by: Actor, at: datetime) -> None: ...


RESPONSIBILITY_HOOKS: Hooks[ResponsibilityHook] = Hooks()
