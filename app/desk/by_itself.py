"""What the service does by itself, at its own time: each feature's duties, named in one place (core.duties)."""

from datetime import timedelta

from app.core.duties import Task
from app.handovers.chasing import chase

TASKS: tuple[Task, ...] = (Task("chase", timedelta(minutes=1), chase),)
