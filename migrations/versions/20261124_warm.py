"""the warm handover complete: the outbox, notices, the window and the clock of partners, consents with a purpose, links for offers"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.core.database

revision = '5c1b8e94d7a2'
down_revision = '9a4d7c20e6f5'

# Straight, not by copying the table: on both databases this leaves the rows where they are.
COLUMNS = (
    ('consent', 'purpose', "VARCHAR(20) NOT NULL DEFAULT ''"),
    ('consent', 'about', "VARCHAR(200) NOT NULL DEFAULT ''"),
    ('consent', 'signature', "VARCHAR(20000) NOT NULL DEFAULT ''"),
    ('consent', 'announced_at', '{moment}'),
    ('consent', 'replaces_id', 'INTEGER CONSTRAINT fk_consent_replaces_id REFERENCES consent (id)'),
    ('handover', 'service_id', 'INTEGER CONSTRAINT fk_handover_service_id REFERENCES service (id)'),
    ('handover', 'called_at', '{moment}'),
    ('handover', 'why_another', "VARCHAR(200) NOT NULL DEFAULT ''"),
    ('handover_move', 'via', "VARCHAR(40) NOT NULL DEFAULT 'session'"),
    ('introduction', 'word', "VARCHAR(200) NOT NULL DEFAULT ''"),
    ('introduction', 'sender_said_at', '{moment}'),
    ('introduction', 'receiver_said_at', '{moment}'),
    ('partner', 'full_until', 'DATE'),
    ('partner', 'email', "VARCHAR(200) NOT NULL DEFAULT ''"),
    ('partner', 'contact_name', "VARCHAR(200) NOT NULL DEFAULT ''"),
    ('partner', 'phone', "VARCHAR(40) NOT NULL DEFAULT ''"),
    ('partner', 'counts', "VARCHAR(40) NOT NULL DEFAULT 'workdays'"),
    ('partner', 'days', "JSON NOT NULL DEFAULT '[]'"),
    ('partner', 'remind_after', 'INTEGER'),
    ('partner', 'contact_after', 'INTEGER'),
    ('partner', 'choose_after', 'INTEGER'),
    ('partner', 'introduce_within', 'INTEGER'),
    ('partner', 'feedback_within', 'INTEGER'),
    ('partner', 'fresh_at', '{moment}'),
    ('worker', 'pin_hash', 'VARCHAR(300)'),
    ('worker', 'email', "VARCHAR(200) NOT NULL DEFAULT ''"),
)


def upgrade() -> None:
    op.create_table('duty',
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('holder', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('held_until', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('done_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_duty')),
    info={'audited': False}
    )
    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
    sa.Column('invitation', sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
    sa.Column('about', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('fills', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sent', 'recalled', 'dead', name='letterstate', native_enum=False, length=40), nullable=False),
    sa.Column('written_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('try_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('trouble', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_letter_organisation_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_letter_shop_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_letter_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('key', name=op.f('uq_letter_key')),
    info={'audited': False}
    )
    op.create_index(op.f('ix_letter_about'), 'letter', ['about'], unique=False)
    op.create_index(op.f('ix_letter_organisation_id'), 'letter', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_letter_shop_id'), 'letter', ['shop_id'], unique=False)
    op.create_index(op.f('ix_letter_state'), 'letter', ['state'], unique=False)
    op.create_index(op.f('ix_letter_try_at'), 'letter', ['try_at'], unique=False)
    op.create_index(op.f('ix_letter_worker_id'), 'letter', ['worker_id'], unique=False)
    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('about', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('told_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_notice_shop_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_notice_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('key', name=op.f('uq_notice_key'))
    )
    op.create_index(op.f('ix_notice_about'), 'notice', ['about'], unique=False)
    op.create_index(op.f('ix_notice_shop_id'), 'notice', ['shop_id'], unique=False)
    op.create_index(op.f('ix_notice_worker_id'), 'notice', ['worker_id'], unique=False)
    op.create_table('notice_choice',
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('pace', sa.Enum('at_once', 'daily', 'none', name='pace', native_enum=False, length=40), nullable=False),
    sa.Column('digest_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_notice_choice_worker_id')),
    sa.PrimaryKeyConstraint('worker_id', name=op.f('pk_notice_choice'))
    )
    op.create_table('partner_closure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('word', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_partner_closure_partner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner_closure')),
    sa.UniqueConstraint('key', name=op.f('uq_partner_closure_key'))
    )
    op.create_index(op.f('ix_partner_closure_partner_id'), 'partner_closure', ['partner_id'], unique=False)
    op.create_table('service',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('description', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('for_whom', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('topics', app.core.database.Words(), nullable=False),
    sa.Column('languages', app.core.database.Words(), nullable=False),
    sa.Column('area', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('cost', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('waiting_days', sa.Integer(), nullable=True),
    sa.Column('opening', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('url', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('source_id', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('changed_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('retired_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_service_partner_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_service_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service')),
    sa.UniqueConstraint('key', name=op.f('uq_service_key')),
    sa.UniqueConstraint('partner_id', 'source_id', name=op.f('uq_service_partner_id_source_id'))
    )
    op.create_index(op.f('ix_service_partner_id'), 'service', ['partner_id'], unique=False)
    op.create_index(op.f('ix_service_shop_id'), 'service', ['shop_id'], unique=False)
    op.create_table('chase',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('handover_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('since', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('passed_over', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_chase_handover_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_chase_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chase')),
    sa.UniqueConstraint('handover_id', 'kind', 'since', name=op.f('uq_chase_handover_id_kind_since'))
    )
    op.create_index(op.f('ix_chase_handover_id'), 'chase', ['handover_id'], unique=False)
    op.create_index(op.f('ix_chase_person_id'), 'chase', ['person_id'], unique=False)
    op.create_table('offer_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('handover_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('made_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('until', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_offer_link_handover_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_offer_link_partner_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_offer_link_person_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_offer_link_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_link')),
    sa.UniqueConstraint('key', name=op.f('uq_offer_link_key')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_offer_link_token_hash'))
    )
    op.create_index(op.f('ix_offer_link_handover_id'), 'offer_link', ['handover_id'], unique=False)
    op.create_index(op.f('ix_offer_link_partner_id'), 'offer_link', ['partner_id'], unique=False)
    op.create_index(op.f('ix_offer_link_person_id'), 'offer_link', ['person_id'], unique=False)
    op.create_index(op.f('ix_offer_link_shop_id'), 'offer_link', ['shop_id'], unique=False)
    op.create_table('offer_link_use',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['offer_link.id'], name=op.f('fk_offer_link_use_link_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_offer_link_use_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_link_use'))
    )
    op.create_index(op.f('ix_offer_link_use_link_id'), 'offer_link_use', ['link_id'], unique=False)
    op.create_index(op.f('ix_offer_link_use_person_id'), 'offer_link_use', ['person_id'], unique=False)
    sqlite = op.get_bind().dialect.name == 'sqlite'
    moment = 'DATETIME' if sqlite else 'TIMESTAMP WITH TIME ZONE'
    for table, column, kind in COLUMNS:
        op.execute(f'ALTER TABLE {table} ADD COLUMN {column} {kind.format(moment=moment)}')
    op.create_index(op.f('ix_handover_service_id'), 'handover', ['service_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_handover_service_id'), table_name='handover')
    for table, column, _kind in reversed(COLUMNS):
        op.drop_column(table, column)
    op.drop_index(op.f('ix_offer_link_use_person_id'), table_name='offer_link_use')
    op.drop_index(op.f('ix_offer_link_use_link_id'), table_name='offer_link_use')
    op.drop_table('offer_link_use')
    op.drop_index(op.f('ix_offer_link_shop_id'), table_name='offer_link')
    op.drop_index(op.f('ix_offer_link_person_id'), table_name='offer_link')
    op.drop_index(op.f('ix_offer_link_partner_id'), table_name='offer_link')
    op.drop_index(op.f('ix_offer_link_handover_id'), table_name='offer_link')
    op.drop_table('offer_link')
    op.drop_index(op.f('ix_chase_person_id'), table_name='chase')
    op.drop_index(op.f('ix_chase_handover_id'), table_name='chase')
    op.drop_table('chase')
    op.drop_index(op.f('ix_service_shop_id'), table_name='service')
    op.drop_index(op.f('ix_service_partner_id'), table_name='service')
    op.drop_table('service')
    op.drop_index(op.f('ix_partner_closure_partner_id'), table_name='partner_closure')
    op.drop_table('partner_closure')
    op.drop_table('notice_choice')
    op.drop_index(op.f('ix_notice_worker_id'), table_name='notice')
    op.drop_index(op.f('ix_notice_shop_id'), table_name='notice')
    op.drop_index(op.f('ix_notice_about'), table_name='notice')
    op.drop_table('notice')
    op.drop_index(op.f('ix_letter_worker_id'), table_name='letter')
    op.drop_index(op.f('ix_letter_try_at'), table_name='letter')
    op.drop_index(op.f('ix_letter_state'), table_name='letter')
    op.drop_index(op.f('ix_letter_shop_id'), table_name='letter')
    op.drop_index(op.f('ix_letter_organisation_id'), table_name='letter')
    op.drop_index(op.f('ix_letter_about'), table_name='letter')
    op.drop_table('letter')
    op.drop_table('duty')
