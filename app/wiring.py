"""Connects the features to one another: session listeners, hooks and the placeholders of links in mail.

Nothing is connected by an import. Everything that uses the database calls `wire` first: the server (app.factory),
the command line and with it the processes of imports (app.cli), the scheduled jobs, the demonstration and the tests.
"""

from sqlalchemy import event
from sqlalchemy.orm import Session

import app.models  # noqa: F401  every table: app.linking.rows looks in all of them for what belongs to a person
from app.audit import record
from app.core import pulse
from app.core.hooks import WIRED
from app.handovers import along as handovers_along
from app.handovers import telling
from app.journeys.along import ALONG
from app.linking import doubles, strays
from app.offer_links import filling
from app.people.actions import FOLLOWING
from app.post.filling import FILLS

# In the order in which they are called at the same event. The pulse comes last: from its statement on, the row of the
# shop is locked until the commit, and what the others write must still be in it.
SESSION_LISTENERS = (*record.LISTENERS, *strays.LISTENERS, *pulse.LISTENERS)


def wire() -> None:
    """Connects everything in this process; a second call changes nothing."""
    for name, listener in SESSION_LISTENERS:
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)
    ALONG.connect(handovers_along.moved_along)
    FOLLOWING.connect(doubles.renew)
    FILLS[telling.LINK] = filling.fill
    WIRED.set()
