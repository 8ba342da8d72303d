"""links between cards, probable doubles, and cards for visits without a name"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.core.database

revision = 'f46bc9da4572'
down_revision = '8c1f0a7de2b4'


def upgrade() -> None:
    op.create_table('different',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('at_the_door', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('taken_back_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['worker.id'], name=op.f('fk_different_by_id')),
    sa.ForeignKeyConstraint(['one_id'], ['person.id'], name=op.f('fk_different_one_id')),
    sa.ForeignKeyConstraint(['other_id'], ['person.id'], name=op.f('fk_different_other_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_different_shop_id')),
    sa.ForeignKeyConstraint(['taken_back_by_id'], ['worker.id'], name=op.f('fk_different_taken_back_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_different')),
    sa.UniqueConstraint('key', name=op.f('uq_different_key'))
    )
    with op.batch_alter_table('different', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_different_one_id'), ['one_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_different_other_id'), ['other_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_different_shop_id'), ['shop_id'], unique=False)

    op.create_table('double',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('found_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['one_id'], ['person.id'], name=op.f('fk_double_one_id')),
    sa.ForeignKeyConstraint(['other_id'], ['person.id'], name=op.f('fk_double_other_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_double_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_double')),
    sa.UniqueConstraint('one_id', 'other_id', name=op.f('uq_double_one_id_other_id')),
    info={'audited': False}
    )
    with op.batch_alter_table('double', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_double_other_id'), ['other_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_double_shop_id'), ['shop_id'], unique=False)

    op.create_table('link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('main_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('linked_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('set_aside', sa.JSON(), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['worker.id'], name=op.f('fk_link_by_id')),
    sa.ForeignKeyConstraint(['main_id'], ['person.id'], name=op.f('fk_link_main_id')),
    sa.ForeignKeyConstraint(['other_id'], ['person.id'], name=op.f('fk_link_other_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_link_shop_id')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['worker.id'], name=op.f('fk_link_undone_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link')),
    sa.UniqueConstraint('key', name=op.f('uq_link_key'))
    )
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_main_id'), ['main_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_shop_id'), ['shop_id'], unique=False)
        batch_op.create_index('uq_link_now', ['other_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))

    op.create_table('linked_row',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('table_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('column_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('from_other', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['link.id'], name=op.f('fk_linked_row_link_id')),
    sa.PrimaryKeyConstraint('link_id', 'table_name', 'column_name', 'row_id', name=op.f('pk_linked_row')),
    info={'audited': False}
    )
    with op.batch_alter_table('linked_row', schema=None) as batch_op:
        batch_op.create_index('ix_linked_row_table_name', ['table_name', 'row_id'], unique=False)

    op.add_column('visit', sa.Column('card', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True))
    op.add_column('visit', sa.Column('named_at', app.core.database.UtcDateTime(timezone=True), nullable=True))
    op.create_index('uq_visit_card', 'visit', ['shop_id', 'card'], unique=True)



def downgrade() -> None:
    op.drop_index('uq_visit_card', table_name='visit')
    op.drop_column('visit', 'named_at')
    op.drop_column('visit', 'card')

    with op.batch_alter_table('linked_row', schema=None) as batch_op:
        batch_op.drop_index('ix_linked_row_table_name')

    op.drop_table('linked_row')
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.drop_index('uq_link_now', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_link_shop_id'))
        batch_op.drop_index(batch_op.f('ix_link_main_id'))

    op.drop_table('link')
    with op.batch_alter_table('double', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_double_shop_id'))
        batch_op.drop_index(batch_op.f('ix_double_other_id'))

    op.drop_table('double')
    with op.batch_alter_table('different', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_different_shop_id'))
        batch_op.drop_index(batch_op.f('ix_different_other_id'))
        batch_op.drop_index(batch_op.f('ix_different_one_id'))

    op.drop_table('different')
