"""What is connected in this process: `python -m tests.connected` prints it after importing every module of the app."""

import json
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionEvents

EVENTS = [name for name in vars(SessionEvents) if not name.startswith("_") and name != "dispatch"]


def connected() -> dict[str, list[str]]:
    """The names of the session's listeners at each event, of the hooks and of the placeholders, in their order."""
    from app.guidance.journeys.responsibility_hooks import RESPONSIBILITY_HOOKS
    from app.messages.mail_outbox.link_placeholders import LINK_MAKERS
    from app.people.people.actions import PERSON_CHANGED

    dispatch = Session().dispatch
    found = {name: list(map(_name, getattr(dispatch, name))) for name in EVENTS}
    found["responsibility moved"] = list(map(_name, vars(RESPONSIBILITY_HOOKS)["_connected"]))
    found["person changed"] = list(map(_name, vars(PERSON_CHANGED)["_connected"]))
    found["links in mail"] = [f"{key}: {_name(fill)}" for key, fill in LINK_MAKERS.items()]
    return {name: functions for name, functions in found.items() if functions}


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def import_everything() -> list[str]:
    """Imports every module of the app; gives the listeners that were registered meanwhile by any of them."""
    registered: list[str] = []
    listen = event.api.listen

    def watched(target: Any, name: str, function: Callable[..., Any], *options: Any, **more: Any) -> None:
        if function.__module__.startswith("app."):
            registered.append(f"{name}: {_name(function)}")
        listen(target, name, function, *options, **more)

    event.listen = event.api.listen = watched
    import app

    for module in pkgutil.walk_packages(app.__path__, "app."):
        import_module(module.name)
    return registered


if __name__ == "__main__":
    registered = import_everything()
    print(json.dumps({"registered": registered, "connected": connected()}))
