"""counts of rate limits"""

import sqlalchemy as sa
from alembic import op

revision = 'a31f6c08d4e7'
down_revision = '5c1b8e94d7a2'


def upgrade() -> None:
    op.create_table('rate_count',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('hits', sa.Integer(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_rate_count')),
    info={'audited': False}
    )


def downgrade() -> None:
    op.drop_table('rate_count')
