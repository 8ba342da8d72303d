"""what a worker looked at today, found without reading all that they ever looked at"""

from alembic import op

revision = '5f0b7c93e1d8'
down_revision = '7c1e5a0b93d2'


def upgrade() -> None:
    op.create_index('ix_audit_entry_worker_id_at', 'audit_entry', ['worker_id', 'at'], unique=False)
    op.drop_index('ix_audit_entry_worker_id', table_name='audit_entry')


def downgrade() -> None:
    op.create_index('ix_audit_entry_worker_id', 'audit_entry', ['worker_id'], unique=False)
    op.drop_index('ix_audit_entry_worker_id_at', table_name='audit_entry')
