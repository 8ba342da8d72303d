"""Connects the features to one another: session listeners, hooks and the placeholders of links in mail.

Nothing is connected by an import. Whatever uses the database calls `wire` first: the server (app.factory),
the command line and the processes of imports (app.cli), the scheduled jobs, the demonstration and the tests.
"""

from sqlalchemy import event
from sqlalchemy.orm import Session

import app.models  # noqa: F401  every table: duplicates look in all of them for what belongs to a person
from app.audit import audit_log
from app.core import change_counter
from app.core.hooks import WIRED
from app.guidance.journeys.responsibility_hooks import RESPONSIBILITY_HOOKS
from app.handovers.lifecycle import transition_notifications
from app.handovers.offer_links import link_address
from app.handovers.offers import offer_reassignment as handovers_along
from app.messages.mail_outbox.link_placeholders import LINK_MAKERS
from app.people.people.actions import PERSON_CHANGED
from app.records.duplicates import candidate_list, late_writes

# In the order in which they are called. The change counter comes last: its statement locks the shop's row until the
# commit, and everything the others write must come before it.
SESSION_LISTENERS = (*audit_log.LISTENERS, *late_writes.LISTENERS, *change_counter.LISTENERS)


def wire() -> None:
    """Connects everything in this process; a second call changes nothing."""
    for name, listener in SESSION_LISTENERS:
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)
    RESPONSIBILITY_HOOKS.connect(handovers_along.on_responsibility_moved)
    PERSON_CHANGED.connect(candidate_list.refresh_pairs)
    LINK_MAKERS[transition_notifications.LINK_PLACEHOLDER] = link_address.new_link_address
    WIRED.set()
