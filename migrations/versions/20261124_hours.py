"""notices of closed half-days, the roster as planned, and the languages and talks of workers"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.core.database

revision = '8c1f0a7de2b4'
down_revision = '34fdc28580c9'

TEXT = sqlmodel.sql.sqltypes.AutoString(length=200)
# Of tables that others refer to: each is one ALTER TABLE, so SQLite need not make them anew.
EMPTY = {'nullable': False, 'server_default': ''}
COLUMNS = (
    ('opening', 'notice_nl', TEXT, EMPTY),
    ('opening', 'notice_en', TEXT, EMPTY),
    ('worker', 'languages', TEXT, EMPTY),
    ('presence', 'talks', sa.Integer(), {}),
    ('presence', 'talks_said_at', app.core.database.UtcDateTime(timezone=True), {}),
)


def upgrade() -> None:
    for table, name, type_, more in COLUMNS:
        op.add_column(table, sa.Column(name, type_, **more))
    op.create_table('roster_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('part', sa.Enum('morning', 'afternoon', 'evening', name='part', native_enum=False, length=40), nullable=False),
    sa.Column('talks', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_roster_plan_shop_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_roster_plan_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_plan')),
    sa.UniqueConstraint('shop_id', 'day', 'part', 'worker_id', name=op.f('uq_roster_plan_shop_id_day_part_worker_id'))
    )
    with op.batch_alter_table('roster_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_plan_worker_id'), ['worker_id'], unique=False)


def downgrade() -> None:
    op.drop_table('roster_plan')
    for table, name, _type, _more in reversed(COLUMNS):
        op.drop_column(table, name)
