"""What the service does by itself, at its own time: each feature's duties, named in one place (core.duties)."""

from datetime import timedelta

from app.core.duties import Task
from app.handovers import ending_consents

TASKS: tuple[Task, ...] = (Task("consents_end", timedelta(days=1), ending_consents.announce),)
