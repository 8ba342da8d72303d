"""the pulse of a shop, and for whom a visitor comes"""

import sqlalchemy as sa
from alembic import op

revision = '7c1e5a0b93d2'
down_revision = '6c1d0a5e9b27'


def upgrade() -> None:
    op.create_table('pulse',
    sa.Column('shop_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('shop_id', name=op.f('pk_pulse')),
    info={'audited': False}
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('for_organisation_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('for_worker_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_visit_for_organisation_id'), ['for_organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_for_worker_id'), ['for_worker_id'], unique=False)
        batch_op.create_foreign_key(
            batch_op.f('fk_visit_for_organisation_id'), 'organisation', ['for_organisation_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_visit_for_worker_id'), 'worker', ['for_worker_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_visit_for_worker_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_visit_for_organisation_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_visit_for_worker_id'))
        batch_op.drop_index(batch_op.f('ix_visit_for_organisation_id'))
        batch_op.drop_column('for_worker_id')
        batch_op.drop_column('for_organisation_id')
    op.drop_table('pulse')
