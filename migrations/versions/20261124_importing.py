"""an old register that is brought along, and handovers that it tells of"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.core.database

revision = '2d8e64f1c7ab'
down_revision = '5f0b7c93e1d8'


def upgrade() -> None:
    op.create_table('import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('sheets', sa.JSON(), nullable=False),
    sa.Column('sheet', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('heading_row', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('looking', 'columns', 'reading', 'ready', 'writing', 'written', 'undoing', 'undone', 'broken', name='stage', native_enum=False, length=40), nullable=False),
    sa.Column('trouble', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('run', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('worked_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('follower_id', sa.Integer(), nullable=True),
    sa.Column('began_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('written_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('undone_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['follower_id'], ['worker.id'], name=op.f('fk_import_follower_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['worker.id'], name=op.f('fk_import_made_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_import_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import')),
    sa.UniqueConstraint('key', name=op.f('uq_import_key')),
    info={'audited': False}
    )
    op.create_index(op.f('ix_import_shop_id'), 'import', ['shop_id'], unique=False)
    op.create_table('import_meaning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('column', 'organisation', 'result', 'topic', name='said', native_enum=False, length=40), nullable=False),
    sa.Column('said', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('meant', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('settled_by_id', sa.Integer(), nullable=False),
    sa.Column('settled_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['settled_by_id'], ['worker.id'], name=op.f('fk_import_meaning_settled_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_import_meaning_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_meaning')),
    sa.UniqueConstraint('shop_id', 'kind', 'said', name=op.f('uq_import_meaning_shop_id_kind_said'))
    )
    op.create_index(op.f('ix_import_meaning_shop_id'), 'import_meaning', ['shop_id'], unique=False)
    op.create_table('import_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('column', 'organisation', 'result', name='said', native_enum=False, length=40), nullable=True),
    sa.Column('said', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('guess', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('examples', sa.JSON(), nullable=False),
    sa.Column('sides', sa.JSON(), nullable=False),
    sa.Column('one', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('other', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('same', sa.Boolean(), nullable=True),
    sa.Column('answered_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['worker.id'], name=op.f('fk_import_question_answered_by_id')),
    sa.ForeignKeyConstraint(['import_id'], ['import.id'], name=op.f('fk_import_question_import_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_question')),
    sa.UniqueConstraint('key', name=op.f('uq_import_question_key')),
    info={'audited': False}
    )
    op.create_index(op.f('ix_import_question_import_id'), 'import_question', ['import_id'], unique=False)
    op.create_table('imported_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('refusal', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('journey_id', sa.Integer(), nullable=True),
    sa.Column('handover_id', sa.Integer(), nullable=True),
    sa.Column('outcome_id', sa.Integer(), nullable=True),
    sa.Column('note_id', sa.Integer(), nullable=True),
    sa.Column('opening_id', sa.Integer(), nullable=True),
    sa.Column('filled', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('person_is_new', sa.Boolean(), nullable=False),
    sa.Column('journey_is_new', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_imported_row_handover_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['import_id'], ['import.id'], name=op.f('fk_imported_row_import_id')),
    sa.ForeignKeyConstraint(['journey_id'], ['journey.id'], name=op.f('fk_imported_row_journey_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_imported_row_note_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_imported_row_opening_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_imported_row_outcome_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_imported_row_person_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_imported_row_shop_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_imported_row_visit_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_row')),
    sa.UniqueConstraint('import_id', 'row', name=op.f('uq_imported_row_import_id_row')),
    info={'audited': False}
    )
    op.create_index(op.f('ix_imported_row_handover_id'), 'imported_row', ['handover_id'], unique=False)
    op.create_index(op.f('ix_imported_row_journey_id'), 'imported_row', ['journey_id'], unique=False)
    op.create_index(op.f('ix_imported_row_note_id'), 'imported_row', ['note_id'], unique=False)
    op.create_index(op.f('ix_imported_row_opening_id'), 'imported_row', ['opening_id'], unique=False)
    op.create_index(op.f('ix_imported_row_outcome_id'), 'imported_row', ['outcome_id'], unique=False)
    op.create_index(op.f('ix_imported_row_person_id'), 'imported_row', ['person_id'], unique=False)
    op.create_index('ix_imported_row_shop_fingerprint', 'imported_row', ['shop_id', 'fingerprint'], unique=False)
    op.create_index(op.f('ix_imported_row_visit_id'), 'imported_row', ['visit_id'], unique=False)
    # Straight, not by copying the table: on both databases this leaves the rows where they are.
    op.add_column('visit', sa.Column('topic', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False, server_default=''))
    op.add_column('handover', sa.Column('told', sa.Boolean(), nullable=False, server_default=sa.false()))
    # Without them every person and handover that goes is looked for in the whole of these tables.
    op.create_index(op.f('ix_trace_person_id'), 'trace', ['person_id'], unique=False)
    op.create_index(op.f('ix_handover_previous_id'), 'handover', ['previous_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_handover_previous_id'), table_name='handover')
    op.drop_index(op.f('ix_trace_person_id'), table_name='trace')
    # What no earlier edition knows is as near as it can be told in it.
    op.execute("UPDATE handover SET state = 'completed' WHERE state = 'unknown'")
    op.execute("UPDATE outcome SET source = 'own_word' WHERE source = 'register'")
    op.drop_column('handover', 'told')
    op.drop_column('visit', 'topic')
    op.drop_index(op.f('ix_imported_row_visit_id'), table_name='imported_row')
    op.drop_index('ix_imported_row_shop_fingerprint', table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_person_id'), table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_outcome_id'), table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_opening_id'), table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_note_id'), table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_journey_id'), table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_handover_id'), table_name='imported_row')
    op.drop_table('imported_row')
    op.drop_index(op.f('ix_import_question_import_id'), table_name='import_question')
    op.drop_table('import_question')
    op.drop_index(op.f('ix_import_meaning_shop_id'), table_name='import_meaning')
    op.drop_table('import_meaning')
    op.drop_index(op.f('ix_import_shop_id'), table_name='import')
    op.drop_table('import')
