"""Counting what a page asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN")  # of the tests' own transactions


@pytest.fixture
def statements(engine) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as asked:` collects every statement that the database is sent meanwhile, in order."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        asked: list[str] = []

        def hear(connection, cursor, statement, parameters, context, executemany) -> None:
            if not statement.startswith(NOT_COUNTED):
                asked.append(statement)

        event.listen(engine, "before_cursor_execute", hear)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", hear)

    return counting
