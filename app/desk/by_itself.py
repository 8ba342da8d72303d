"""What the service does by itself, at its own time: each feature's duties, named in one place (core.duties)."""

from app.core.duties import Task

TASKS: tuple[Task, ...] = ()
