"""What others rely on and a move must not change: URLs, tables, codes of the audit log and message ids.

Each list is kept in a text file beside this one. After a deliberate change, `python -m tests.interface` renews them.
"""

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import Enum
from sqlalchemy.dialects import postgresql
from sqlmodel import SQLModel

import app.models  # noqa: F401  every table
from app.accounts.guards import Requires
from app.factory import create_app
from app.front_desk.kiosk.tablet_session import current_turn
from app.web import catalogues
from tests.interface.audit_codes import audit_codes

DIALECT = postgresql.dialect()
FOLDER = Path(__file__).parent
RENEW = "If the change is meant, renew the list: .venv/bin/python -m tests.interface"


def calls(dependant: Dependant) -> Iterator[Callable | None]:
    """The dependency itself and everything that it depends on."""
    yield dependant.call
    for sub in dependant.dependencies:
        yield from calls(sub)


def demands(route: APIRoute) -> str:
    """Which permissions a route demands, in the words that the permissions have themselves."""
    found = set()
    for call in calls(route.dependant):
        if isinstance(call, Requires):
            found.add("signed in" if call.permission is None else call.permission.value)
        elif call is current_turn:
            found.add("own turn at the tablet")
    return ", ".join(sorted(found)) or "public"


def urls(application: FastAPI) -> list[str]:
    """Each URL with its methods and with what it demands."""
    found = []
    for context in iter_route_contexts(application.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            found.append(f"{context.path}  {' '.join(sorted(route.methods))}  {demands(route)}")
        else:
            found.append(f"{context.path}  mounted")
    return sorted(found)


def tables() -> list[str]:
    """Each column of each table with its type in SQL, whether it may be empty, and which words it holds."""
    found = []
    for column in (column for table in SQLModel.metadata.sorted_tables for column in table.columns):
        empty = "" if column.nullable else "  not null"
        words = f"  {' '.join(column.type.enums)}" if isinstance(column.type, Enum) else ""
        found.append(f"{column.table.name}.{column.name}  {column.type.compile(DIALECT)}{empty}{words}")
    return sorted(found)


def message_ids() -> list[str]:
    """The English of every message that the code and the templates ask for; line breaks are written as \\n."""
    return sorted(
        " | ".join([key] if isinstance(key, str) else key).replace("\n", "\\n") for key in catalogues.messages_in_use()
    )


LISTS: dict[str, Callable[[], list[str]]] = {
    "urls": lambda: urls(create_app()),
    "tables": tables,
    "audit_codes": audit_codes,
    "messages": message_ids,
}


def kept(name: str) -> list[str]:
    """The list as it was last recorded."""
    return (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


def renew() -> None:
    """Records every list as it is now."""
    for name, lines in LISTS.items():
        (FOLDER / f"{name}.txt").write_text("\n".join(lines()) + "\n", "utf-8")


def difference(name: str, now: list[str]) -> str:
    """What changed since the list was recorded, as a diff that ends with how to renew it; empty when nothing did."""
    lines = list(difflib.unified_diff(kept(name), now, f"{name}.txt, as recorded", "as it is now", lineterm="", n=0))
    return "\n".join([*lines, "", RENEW]) if lines else ""
