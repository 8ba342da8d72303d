"""What the service does by itself, at its own time: each feature's duties, named in one place (core.duties)."""

import app.offer_links.filling  # noqa: F401  what mails about offers have in them
from app.core.duties import Task

TASKS: tuple[Task, ...] = ()
