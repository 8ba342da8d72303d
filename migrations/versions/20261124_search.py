"""find by typos and transliterations: a dictionary of each shop's words, and traces to persons

The tables stay empty here: at the next start the index is made from the persons.

Revision ID: 8c41f2a9d7e3
Revises: 34fdc28580c9
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8c41f2a9d7e3"
down_revision: str | None = "f46bc9da4572"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.drop_table("search_term")
    op.create_table(
        "index_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_rules")),
    )
    op.create_table(
        "spelling",
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("key", SORTED, nullable=False),
        sa.Column("word", SORTED, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_spelling_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "key", "word", name=op.f("pk_spelling")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trace",
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("one", SORTED, nullable=False),
        sa.Column("other", SORTED, nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trace_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_trace_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "one", "other", "birth_year", "person_id", name=op.f("pk_trace")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "findable",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("names", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_findable_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_findable_shop_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_findable")),
    )


def downgrade() -> None:
    for table in ("findable", "trace", "spelling", "index_rules"):
        op.drop_table(table)
    op.create_table(
        "search_term",
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("term", SORTED, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_search_term_person_id")),
        sa.PrimaryKeyConstraint("shop_id", "term", "person_id", name=op.f("pk_search_term")),
    )
    op.create_index(op.f("ix_search_term_person_id"), "search_term", ["person_id"])
