"""The command line: `python3 main.py …`. Each command says in words what it does and what went wrong."""

import os
import sys
from typing import Annotated

import typer
import uvicorn

from app.records.register_import.running import command as importing
from app.web.server_socket import CannotListen, display_host, listen

app = typer.Typer(
    help="The Werkwinkel: from the door to a job. Without a command it serves.",
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database-url",
        metavar="URL",
        help="Where everything is kept: a PostgreSQL or SQLite address. Without it a file in data/.",
    ),
]
Host = Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at. [default: 127.0.0.1]")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, metavar="NUMBER", help="The port. [default: 8000]")]


def configure_database(database_url: str = "") -> None:
    """Sets the database and wires the features, before the settings are read. For every command that uses the database.

    An option wins over the environment, which wins over .env.
    """
    if database_url:
        os.environ["WERKWINKEL_DATABASE_URL"] = database_url
    from app.wiring import wire

    wire()


def echo(words: str) -> None:
    typer.echo(words)
    sys.stdout.flush()


def fail(words: str) -> typer.Exit:
    typer.echo(words, err=True)
    return typer.Exit(1)


@app.callback(invoke_without_command=True)
def default(context: typer.Context, host: Host = "", port: Port = None, database_url: DatabaseUrl = "") -> None:
    """Serves, if no command is named."""
    if context.invoked_subcommand is None:
        serve(host=host, port=port, database_url=database_url)


@app.command()
def serve(host: Host = "", port: Port = None, database_url: DatabaseUrl = "") -> None:
    """Prepare the database and serve the pages. Ctrl+C stops."""
    configure_database(database_url)
    from app.core.settings import settings

    run(host or settings().host, settings().port if port is None else port)


def run(host: str, port: int) -> None:
    """Migrates, listens, prints the address, and serves in one process until it is stopped."""
    from app.factory import create_app

    migrate_database()
    rebuild_index_if_needed()
    try:
        listening = listen(host, port)
    except CannotListen as reason:
        raise fail(str(reason)) from None
    address = f"http://{display_host(host)}:{listening.getsockname()[1]}"
    first = _first_link()
    echo(f"The Werkwinkel is at {address}  (Ctrl+C stops it)")
    if first:
        echo(f"\nThere is no shop yet. Make one here; this address works once, until tomorrow:\n  {address}{first}\n")
    config = uvicorn.Config(
        create_app(background_jobs=True),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=10,
        lifespan="on",
    )
    uvicorn.Server(config).run(sockets=[listening])


def migrate_database() -> None:
    """Migrates the database of the settings, in one transaction. Reports it if there is something to do."""
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy.exc import DBAPIError

    from app.core.database import engine
    from app.core.settings import RESOURCES

    config = Config(RESOURCES / "alembic.ini")
    config.set_main_option("script_location", str(RESOURCES / "migrations"))
    try:
        with engine().begin() as connection:
            if set(MigrationContext.configure(connection).get_current_heads()) == set(
                ScriptDirectory.from_config(config).get_heads()
            ):
                return
            echo("Preparing the database …")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        echo("The database is ready.")
    except DBAPIError as problem:
        why = str(problem.orig).strip()
        raise fail(f"Cannot use the database: {why}\nIs it running, and is its address right?") from None


def rebuild_index_if_needed(*, anew: bool = False) -> None:
    """Rebuilds the search index if its rules have changed, and reports it."""
    from app.core.clock import now
    from app.core.database import transaction_scope
    from app.records.duplicates import reindex

    with transaction_scope() as db:
        reindex.rebuild_index_if_needed(db, now(), echo, anew=anew)


def _first_link() -> str | None:
    """The path of a new set-up link while there is no shop. Deletes old sessions as well."""
    from app.accounts import actions, sessions
    from app.accounts.models import LinkPurpose
    from app.core.clock import now
    from app.core.database import transaction_scope
    from app.shop.shops.queries import any_shop_exists

    with transaction_scope() as db:
        sessions.delete_expired(db, at=now())
        if any_shop_exists(db):
            return None
        return f"/set-up/{actions.make_link(db, LinkPurpose.SETUP, None, at=now())}"


@app.command()
def demo(host: Host = "", port: Port = None, database_url: DatabaseUrl = "") -> None:
    """Serve a demonstration shop with two years of invented life, from a database of its own."""
    os.environ["WERKWINKEL_DEMO"] = "1"
    configure_database(database_url)
    from app.accounts.models import ROLE_NAMES
    from app.core.clock import now
    from app.core.database import engine
    from app.core.settings import settings
    from app.demo.demo_database import DatabaseNotEmpty, prepare

    try:
        sign_ins = prepare(engine(), now(), echo)
    except DatabaseNotEmpty as refusal:
        raise fail(str(refusal)) from None
    echo(f"\nSign in with one of these names; the password is always: {sign_ins[0].password}")
    for one in sign_ins:
        echo(f"  {one.login:8}  {ROLE_NAMES[one.role]:20}  {one.name}, {one.organisation}")
    echo("")
    run(host or settings().host, settings().port if port is None else port)


@app.command()
def migrate(database_url: DatabaseUrl = "") -> None:
    """Migrate the database to the newest version, and exit."""
    configure_database(database_url)
    migrate_database()
    echo("The database is up to date.")


@app.command()
def index(database_url: DatabaseUrl = "") -> None:
    """Rebuild the search index of visitors. It is kept up to date automatically; use this when in doubt."""
    configure_database(database_url)
    migrate_database()
    rebuild_index_if_needed(anew=True)


@app.command()
def link(
    name: Annotated[str, typer.Argument(help="The sign-in name of an administrator.", show_default=False)] = "",
    database_url: DatabaseUrl = "",
) -> None:
    """Print a one-time link: to set up the first shop or, later, for an administrator who cannot sign in."""
    configure_database(database_url)
    from app.accounts import actions, queries
    from app.core.clock import now
    from app.core.database import transaction_scope

    migrate_database()
    path = _first_link()
    if path is None:
        with transaction_scope() as db:
            known = queries.administrators(db)
            chosen = [worker for worker in known if worker.login == name.casefold()] if name else known
            if len(chosen) != 1:
                names = "\n".join(f"  {worker.login}  ({worker.name})" for worker in known)
                raise fail(f"Whose link? Name one of these administrators:\n{names}")
            path = f"/invitations/{actions.make_password_link(db, chosen[0], at=now())}"
    echo(f"This works once, until tomorrow. Put it behind the address of the service:\n  {path}")


def _prepare_database(database_url: str) -> None:
    configure_database(database_url)
    migrate_database()
    rebuild_index_if_needed()


importing.add_to(app, _prepare_database)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def test(context: typer.Context) -> None:
    """Run all checks and tests, on both databases and in a browser."""
    from tests.run import main as check  # only here: a running service has no tests

    raise typer.Exit(check(context.args))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def bench(context: typer.Context) -> None:
    """Measure the front desk against a bare limit and Django (door), or the pages of a journey (following)."""
    from tests.bench.run import main as measure  # only here, as for the tests

    configure_database()
    raise typer.Exit(measure(context.args))


@app.command()
def lock(
    upgrade: Annotated[bool, typer.Option("--upgrade", help="Move everything to its newest version.")] = False,
) -> None:
    """Renew the locks of all dependencies (for maintainers)."""
    from app.bootstrap.environment import PreparationError
    from app.bootstrap.locks import renew

    try:
        renew(upgrade)
    except PreparationError as reason:
        raise fail(str(reason)) from None


@app.command()
def messages() -> None:
    """Renew the message catalogues from code and templates."""
    from app.web.catalogues import renew

    for language, lacking in renew().items():
        echo(f"{language}: {lacking} without a translation" if lacking else f"{language}: complete")


def main(name: str = "main.py") -> None:
    """Runs the command line; `name`: the command as the user typed it."""
    app(prog_name=name)
