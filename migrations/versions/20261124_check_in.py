"""a tablet by the door, and the number of who comes in by it"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.core.database

revision = '6c1d0a5e9b27'
down_revision = '8c41f2a9d7e3'


def upgrade() -> None:
    op.create_table('tablet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('made_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('code_until', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('seen_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['worker.id'], name=op.f('fk_tablet_made_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_tablet_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tablet')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_tablet_code_hash')),
    sa.UniqueConstraint('key', name=op.f('uq_tablet_key')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_tablet_token_hash'))
    )
    op.create_index(op.f('ix_tablet_shop_id'), 'tablet', ['shop_id'], unique=False)
    # Straight, not by copying the table: on both databases this leaves the rows where they are.
    op.add_column('visit', sa.Column('number', sa.Integer(), nullable=True))
    op.add_column('visit', sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False, server_default=''))
    op.add_column('visit', sa.Column('call_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False, server_default=''))
    op.create_index('uq_visit_number', 'visit', ['shop_id', 'day', 'number'], unique=True, sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))


def downgrade() -> None:
    op.drop_index('uq_visit_number', table_name='visit')
    op.drop_column('visit', 'call_name')
    op.drop_column('visit', 'language')
    op.drop_column('visit', 'number')
    op.drop_index(op.f('ix_tablet_shop_id'), table_name='tablet')
    op.drop_table('tablet')
