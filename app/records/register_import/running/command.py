"""`python3 main.py import`: imports a register from the command line, and runs the jobs that a page starts.

On the command line it prints the counts, asks for confirmation, and explains how to undo the import.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

MAX_BYTES = 50 * 1024 * 1024  # bytes
MAX_SHOWN = 10  # months, questions and reasons on screen


def add_to(app: typer.Typer, ready: Callable[[str], None]) -> None:
    """Adds the command to the application. `ready` takes a database URL and brings that database up to date."""

    @app.command("import")
    def bring_along(
        file: Annotated[Path | None, typer.Argument(help="A CSV or XLSX file.", show_default=False)] = None,
        shop: Annotated[str, typer.Option(metavar="KEY", help="The shop; needed if there are several.")] = "",
        by: Annotated[str, typer.Option("--as", metavar="NAME", help="The sign-in name of the coordinator.")] = "",
        sheet: Annotated[str, typer.Option(metavar="NAME", help="The sheet of the workbook.")] = "",
        yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
        undo: Annotated[str, typer.Option("--undo", metavar="KEY", help="Undo an import completely.")] = "",
        go_on: Annotated[str, typer.Option("--go-on", metavar="KEY", hidden=True)] = "",
        what: Annotated[str, typer.Option("--what", metavar="WHAT", hidden=True)] = "write",
        run: Annotated[str, typer.Option("--run", metavar="RUN", hidden=True)] = "",
        database_url: Annotated[str, typer.Option("--database-url", metavar="URL", help="As for serving.")] = "",
    ) -> None:
        """Import an old register from a spreadsheet: visits, people, handovers and results."""
        ready(database_url)
        from app.web.i18n import language

        language.set("en" if not go_on else "nl")
        if go_on:
            raise typer.Exit(_run_job(go_on, what, run))
        if undo:
            raise typer.Exit(_undo(undo))
        if file is None:
            raise _fail("Which file? Give a CSV or XLSX file: main.py import register.xlsx")
        raise typer.Exit(_import(file, shop, by, sheet, yes))


def _echo(words: str = "") -> None:
    typer.echo(words)


def _fail(words: str) -> typer.Exit:
    typer.echo(words, err=True)
    return typer.Exit(1)


def _run_job(key: str, what: str, run: str) -> int:
    """Runs a job that the runner started. Its output is discarded, so trouble is stored with the import."""
    from app.core.state_machine import Refused
    from app.records.register_import.models import Stage
    from app.records.register_import.running import import_jobs, lease, process_limits

    process_limits.limit_process(process_limits.READING_SECONDS if what == "look" else process_limits.WRITING_SECONDS)
    does: dict[str, Callable[[str, str], None]] = {
        "look": import_jobs.scan,
        "prepare": import_jobs.prepare,
        "write": import_jobs.write,
        "undo": import_jobs.undo_import,
        "recover": lambda key, run: import_jobs.recover(key, Stage.WRITING, run),
    }
    try:
        if what in does:
            does[what](key, run)
    except Refused as refusal:
        lease.store_refusal(key, refusal)
        return 1
    return 0


def _undo(key: str) -> int:
    from app.core.state_machine import Refused
    from app.records.register_import.running import import_jobs

    import_jobs.recover_all()
    try:
        _with_progress(lambda: import_jobs.undo_import(key), key, "undone")
    except Refused as refusal:
        raise _fail(_text(refusal.reason, refusal.facts)) from None
    _echo("The import is undone. Only the audit log still mentions it.")
    return 0


def _import(file: Path, shop: str, by: str, sheet: str, yes: bool) -> int:
    from app.core.state_machine import Refused
    from app.records.register_import.models import Stage
    from app.records.register_import.parsing.file_errors import Unreadable
    from app.records.register_import.running import import_jobs

    import_jobs.recover_all()
    content = _read_file(file)
    try:
        key, run = _hand_in(content, file.name, shop, by, sheet)
    except Unreadable as problem:
        raise _fail(f"{file.name} cannot be read: {_text(problem.reason, problem.facts)}") from None
    imported = _load_import(key)
    if imported.stage == Stage.WRITTEN:
        raise _fail(f"This file was imported before. To undo that import: main.py import --undo {key}")
    _with_progress(lambda: import_jobs.prepare(key, run), key, "read")
    imported = _load_import(key)
    if imported.stage != Stage.READY:
        raise _fail(f"{file.name} cannot be imported: {_text(imported.trouble, imported.facts)}")
    _print_preview(imported)
    refused = _write_rejected_rows(imported, file)
    if not imported.counts["visits"]:
        raise _fail("There is nothing to write.")
    if not yes and not typer.confirm("Write this?", default=False):
        _echo("Nothing was written.")
        return 1
    try:
        _with_progress(lambda: import_jobs.write(key), key, "written")
    except Refused as refusal:
        raise _fail(_text(refusal.reason, refusal.facts)) from None
    _echo(f"Written. To undo the import: main.py import --undo {key}")
    if refused is not None:
        _echo(f"The lines that were not imported are in {refused}, with the reason on each line.")
    return 0


def _read_file(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise _fail(f"{file} is larger than {MAX_BYTES // 1024 // 1024} MB. Split it first.")
        return file.read_bytes()
    except OSError as problem:
        raise _fail(f"{file} cannot be read: {problem.strerror}") from None


def _hand_in(content: bytes, name: str, shop: str, by: str, sheet: str) -> tuple[str, str]:
    """Stores the file, with the columns as detected. Returns the key of the import, and its reserved run."""
    from app.core.clock import now
    from app.core.database import transaction_scope
    from app.records.register_import import queries
    from app.records.register_import.models import Stage
    from app.records.register_import.parsing import columns, files
    from app.records.register_import.running import actions, coordinators, lease, trial_read

    trial_read.check_readable(content, sheet)
    table = files.read(content, sheet)
    with transaction_scope() as db:
        worker = _chosen_coordinator(db, by)
        shop_id = _chosen_shop(db, worker, shop)
        actor = coordinators.acting_coordinator(db, worker, shop_id)
        assert actor is not None
        reading = columns.detect_columns(table, queries.remembered_headings(db, shop_id))
        _echo(
            "Columns: "
            + ", ".join(
                f"{found.heading or found.place + 1} = {found.column or 'skipped'}" for found in reading.columns
            )
        )
        imported = actions.hand_in(db, content, name, sheet=sheet, by=actor, at=now())
        run = ""
        if imported.stage != Stage.WRITTEN:
            actions.confirm_columns(
                db,
                imported,
                {found.place: found.column for found in reading.columns},
                reading.heading_row,
                sheet=sheet,
                by=actor,
                at=now(),
            )
            run = lease.reserve(imported, now())
        return imported.key, run


def _chosen_coordinator(db: Any, login: str) -> Any:
    from app.records.register_import.running import coordinators

    found = coordinators.coordinators(db)
    chosen = [one for one in found if one.login == login.casefold()] if login else found
    if len(chosen) != 1:
        names = "\n".join(f"  {one.login}  ({one.name})" for one in found)
        raise _fail(f"Which coordinator? Choose one of these with --as NAME:\n{names}")
    return chosen[0]


def _chosen_shop(db: Any, worker: Any, key: str) -> int:
    from app.records.register_import.running import coordinators

    found = coordinators.coordinated_shops(db, worker)
    chosen = [one for one in found if one.key == key] if key else found
    if len(chosen) != 1:
        names = "\n".join(f"  {one.key}  {one.name} {one.place}" for one in found)
        raise _fail(f"Which shop? Choose one of these with --shop KEY:\n{names}")
    return int(chosen[0].id)


def _load_import(key: str) -> Any:
    from app.core.database import transaction_scope
    from app.records.register_import import queries

    with transaction_scope() as db:
        return queries.import_by_key(db, key)


def _text(message: str, facts: dict[str, Any]) -> str:
    from app.web.i18n import gettext

    words = gettext(message)
    return words % facts if facts else words


def _print_preview(imported: Any) -> None:
    from app.core.database import transaction_scope
    from app.records.register_import import queries
    from app.records.register_import.entries import REFUSAL_REASONS, Refusal

    n = imported.counts
    _echo(f"\n{n['lines']} lines")
    _echo(f"  {n['visits']} visits, {n['anonymous']} of them without a name")
    _echo(f"  {n['new_persons']} new people, {n['known_persons']} existing people")
    _echo(f"  {n['handovers']} handovers, {n['warm']} of them warm")
    _echo(f"  {n['outcomes']} results; {n['open_journeys']} journeys stay open")
    for month, counted in list(n["months"].items())[-MAX_SHOWN:]:
        _echo(f"    {month}: {counted.get('visits', 0)} visits, {counted.get('results', 0)} results")
    if n["there"]:
        _echo(f"  {n['there']} lines were imported before and are skipped")
    for reason, count in n["refused"].items():
        _echo(f"  {count} lines are refused: {_text(REFUSAL_REASONS[Refusal(reason)], {})}")
    if n["questions"]:
        _echo(f"  {n['questions']} questions are open. Without an answer, people stay separate and words become notes:")
        with transaction_scope() as db:
            for question in queries.questions(db, imported.id, unanswered=True)[:MAX_SHOWN]:
                persons = " / ".join(side.get("name", "an existing person") for side in question.sides)
                _echo(f"    {question.rows} lines: {question.said or persons}")
    _echo()


def _write_rejected_rows(imported: Any, file: Path) -> Path | None:
    """Writes the refused lines to a file in the same folder. Returns its path; None without refused lines."""
    from app.records.register_import.running import rejected_rows_file

    content = rejected_rows_file.build_file(imported, "csv")
    if content is None:
        return None
    path = file.with_name(f"{file.stem}-refused.csv")
    path.write_bytes(content)
    return path


def _with_progress(work: Callable[[], None], key: str, done: str) -> None:
    """Does the work, and prints the progress every few seconds. `done`: what happens to the lines, for the text."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as problem:
            failed.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    shown = 0.0
    while thread.is_alive():
        thread.join(0.2)
        if thread.is_alive() and time.monotonic() - shown > 5:
            shown = time.monotonic()
            imported = _load_import(key)
            if imported is not None and imported.done and imported.total:
                _echo(f"  {imported.done} of {imported.total} lines {done} …")
    if failed:
        raise failed[0]
