"""The house rules that a machine can keep."""

import ast
import csv
import re
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import inspect
from sqlmodel import SQLModel

import app.models  # noqa: F401  every table
from app.accounts.guards import Requires
from app.bootstrap.environment import ROOT
from app.front_desk.kiosk.tablet_session import current_turn
from app.web import catalogues, visitor_languages
from app.web.i18n import LANGUAGES
from tests.databases import migrate
from tests.modules import import_paths, is_pure, modules, reads_clock

# What works without being signed in, and why.
PUBLIC = {
    "/": "leads on, to the first screen or to signing in",
    "/sign-in": "the way in",
    "/language": "a choice before signing in",
    "/set-up/{token}": "the token is the key",
    "/invitations/{token}": "the token is the key",
    "/calendar/{token}.ics": "the token is the key, for a calendar that fetches by itself; it names nobody",
    "/hours/{key}": "when the shop is open, for visitors; it names nobody",
    "/plan/{token}": "the token is the key to one plan, and to nothing else",
    "/plan/{token}/answer": "the token is the key to one plan, and to nothing else",
    "/offer/{token}": "the token is the key to one offer, and to nothing else",
    "/offer/{token}/renewal": "it mails a link to the registered address, whoever asks, and says the same to everybody",
    "/check-in": "a tablet's own cookie is the key; without it, a code makes one",
    "/check-in/{turn}/number": "the tablet's cookie, and the turn of the visitor at it",
    "/check-in/{turn}/{language}": "the tablet's cookie, and the turn of the visitor at it",
    "/check-in/{turn}/{language}/{code}": "the tablet's cookie, and the turn of the visitor at it",
} | {
    f"/offer/{{token}}/{noun}": "the token is the key to one offer, and to the moves that it allows now"
    for noun in ("acceptance", "question", "waiting", "start", "completion", "refusal", "return")
}
# What may ask what time it is, and why; everything else is told the moment.
READS_CLOCK = {
    "app.core.clock": "it is the clock",
    "app.cli": "a command begins now",
    "app.audit.audit_log": "a change that nobody gave a moment is recorded at the moment itself",
    "app.web.job_runner": "the runner of jobs looks at the clock to see what is due",
    "app.records.register_import.running.command": "a command begins now",
    "app.records.register_import.running.import_jobs": "runs in a process of its own, for minutes",
    "app.records.register_import.running.batches": "tells the time at which a long job was last alive",
    "app.records.register_import.running.lease": "a job begins when it is taken",
}
AT_LEAST = 40  # routes, and files with routes; a walk that finds nothing proves nothing


def routes(app):
    return [c for c in iter_route_contexts(app.routes) if isinstance(c.original_route, APIRoute)]


def dependencies(dependant):
    yield dependant.call
    for sub in dependant.dependencies:
        yield from dependencies(sub)


def test_every_route_demands_a_permission(app):
    every = {c.path for c in routes(app)}
    guarded = {
        c.path
        for c in routes(app)
        if any(isinstance(call, Requires) for call in dependencies(c.original_route.dependant))
    }
    assert every - guarded - PUBLIC.keys() == set()
    assert len(every) >= AT_LEAST


def test_every_page_of_a_visitor_demands_a_tablet_and_their_own_turn(app):
    pages = [c for c in routes(app) if c.path.startswith("/check-in/")]
    assert len(pages) >= 4
    for context in pages:
        assert current_turn in dependencies(context.original_route.dependant), context.path


def test_what_only_reads_is_never_a_change(app):
    for context in routes(app):
        if getattr(context.original_route.endpoint, "reads_only", False):
            assert context.original_route.methods <= {"GET", "HEAD"}, context.path


def calls_in(path: Path) -> set[str]:
    """The names that are called in a file: "commit", "now", "select"…"""
    tree = ast.parse(path.read_text("utf-8"))
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in called}


def source(*names: str) -> list[Path]:
    found = [p for p in (ROOT / "app").rglob("*.py") if not names or p.name in names]
    assert found
    return found


def test_nobody_commits_outside_the_core():
    assert [p for p in source() if "commit" in calls_in(p) and "core" not in p.parts] == []


def test_routes_leave_queries_and_rows_to_others():
    forbidden = {"select", "exec", "scalars", "add", "add_all", "delete"}
    wrong = {}
    having = [p for p in source() if "APIRouter" in calls_in(p)]
    assert len(having) >= AT_LEAST
    for path in having:
        if found := calls_in(path) & forbidden - {"add", "delete"}:
            wrong[path] = found
        elif re.search(r"\bdb\.(add|add_all|delete|execute)\(", path.read_text("utf-8")):
            wrong[path] = {"db.add"}
    assert wrong == {}


def test_only_what_begins_by_itself_asks_what_time_it_is():
    """Everything else is told: by its request, its command or its job. So it can be tested at any moment."""
    asking = {name for name in modules() if reads_clock(name)}
    assert asking - READS_CLOCK.keys() == set()
    assert READS_CLOCK.keys() - asking == set(), "these do not ask any more: take them out of the list"


def test_pure_modules_reach_no_session_no_request_and_no_clock():
    """Also not through the modules that they import, up to tables and to what only looks as if it needed the web."""
    pure = [name for name in modules() if is_pure(name)]
    assert len(pure) >= 30
    assert [" > ".join(way) for name in pure for way in import_paths(name)] == []
    assert [name for name in pure if reads_clock(name)] == []


def test_templates_hold_no_script_no_style_and_no_role():
    forbidden = re.compile(r"<style|<script(?! src=)|\sstyle=|\son[a-z]+=|hx-on|js:|\.roles|is_coordinator|Role\.")
    found = {
        p: m.group() for p in (ROOT / "templates").rglob("*.html") if (m := forbidden.search(p.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES | visitor_languages.LANGUAGES)
def test_every_message_is_translated(language):
    assert catalogues.missing(language) == []
    assert len(catalogues.required_messages(language)) > (100 if language in LANGUAGES else 20)


@pytest.mark.parametrize("language", LANGUAGES | visitor_languages.LANGUAGES)
def test_no_catalogue_holds_what_nobody_says(language):
    assert set(catalogues.translations(language)) - set(catalogues.required_messages(language)) == set()


def test_every_column_stands_in_the_register_of_personal_data():
    """TRUST 20 (AVG art. 30): what is stored, for what purpose, on what ground and for how long."""
    with (ROOT / "app" / "privacy" / "register.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["purpose"] and row["ground"] and row["term"] for row in rows)
    registered = [(row["table"], row["column"]) for row in rows]
    assert len(set(registered)) == len(registered)
    assert set(registered) == {(t.name, c.name) for t in SQLModel.metadata.sorted_tables for c in t.columns}


def test_migrations_go_up_and_down_and_up_and_say_what_the_models_say(own_engine):
    migrate(own_engine, "base")
    assert set(inspect(own_engine).get_table_names()) <= {"alembic_version"}
    migrate(own_engine)
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with own_engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)  # raises when the models and the database differ
