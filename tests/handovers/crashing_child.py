"""Runs an action in a child process that is killed between two of its writes."""

import os
import signal
from collections.abc import Callable

from sqlalchemy import Engine, event, text
from sqlmodel import Session, SQLModel

# Tables that change with every request; all others are compared before and after.
IGNORED_TABLES = frozenset({"intention", "duty"})
Action = Callable[[Session], object]


def snapshot(engine: Engine) -> dict[str, list]:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {table.name}")).all()))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in IGNORED_TABLES
        }


def changed_tables(before: dict[str, list], after: dict[str, list]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def kill_before_write(engine: Engine, number: int) -> list[int]:
    """Kills this process, like kill -9, before write `number`. Returns a list with the count of writes so far.

    Only writes are counted: being killed between two reads has the same effect as before the next write.
    """
    count = [0]

    def strike(*about: object) -> None:
        count[0] += 1
        if count[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def written(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("SELECT") or "FOR UPDATE" in statement:
            strike()

    event.listen(engine, "before_cursor_execute", written)
    event.listen(engine, "commit", strike)  # everything is written, but not committed
    return count


def run_in_child(engine: Engine, act: Action, number: int) -> tuple[bool, int]:
    """Runs `act` as one transaction in a child process that is killed before write `number`.

    Returns whether it was killed and, if it was not, how many writes there were.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            engine.dispose(close=False)  # the parent keeps its connections
            count = kill_before_write(engine, number)
            with Session(engine, expire_on_commit=False) as db, db.begin():
                act(db)
            os.write(writing, str(count[0]).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        output = pipe.read()
    _pid, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or os.waitstatus_to_exitcode(status) == 0, "the action failed without being killed"
    return killed, int(output or 0)
