"""Runs the migrations on the database of the settings, or on a connection that is handed over."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import app.models  # noqa: F401  (every table of every feature)
from app.core.database import make_engine
from app.core.settings import settings


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with make_engine(settings().database).begin() as connection:  # engine() is for a process that is wired
        run(connection)
