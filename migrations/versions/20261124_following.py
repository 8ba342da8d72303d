"""the talk deepened, plans of steps, notes with a reach, leave, endings that stay, and the visitor's own plan"""

import secrets

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.core.database

revision = '9a4d7c20e6f5'
down_revision = '2d8e64f1c7ab'

STEP_BY = "VARCHAR(40) NOT NULL DEFAULT 'worker'"
# Straight, not by copying the table: on both databases this leaves the rows where they are. What a database says of a
# reference or a check beside a column is the same on both.
COLUMNS = (
    ('intake', 'follows_id', 'INTEGER CONSTRAINT fk_intake_follows_id REFERENCES intake (id)'),
    ('passage', 'level', "VARCHAR(20) NOT NULL DEFAULT ''"),
    ('journey', 'next_key', 'VARCHAR(16)'),
    ('journey', 'next_organisation_id', 'INTEGER CONSTRAINT fk_journey_next_organisation_id REFERENCES organisation (id)'),
    ('journey', 'next_by', STEP_BY + " CONSTRAINT ck_journey_partner_is_named CHECK (next_by IN ('worker', 'person') OR next_organisation_id IS NOT NULL)"),
    ('journey', 'next_moved', 'INTEGER NOT NULL DEFAULT 0'),
    ('journey', 'ended_by_id', 'INTEGER CONSTRAINT fk_journey_ended_by_id REFERENCES worker (id)'),
    ('past_step', 'key', "VARCHAR(16) NOT NULL DEFAULT ''"),
    ('past_step', 'taken_by', STEP_BY),
    ('past_step', 'organisation_id', 'INTEGER CONSTRAINT fk_past_step_organisation_id REFERENCES organisation (id)'),
    ('past_step', 'moved_to', 'DATE'),
    ('past_step', 'reason', "VARCHAR(200) NOT NULL DEFAULT ''"),
    ('responsibility', 'seen_at', '{moment}'),
    ('note', 'reach', "VARCHAR(40) NOT NULL DEFAULT 'front_office'"),
    ('note', 'version', 'INTEGER NOT NULL DEFAULT 1'),
    ('note', 'corrected_at', '{moment}'),
    ('list_item', 'body', "VARCHAR(2000) NOT NULL DEFAULT ''"),
    ('shop', 'phone', "VARCHAR(40) NOT NULL DEFAULT ''"),
    ('worker', 'phone', "VARCHAR(40) NOT NULL DEFAULT ''"),
)
LAST_WORD = (  # after everybody who ended a journey is known
    'journey', 'last_word',
    "VARCHAR(1000) NOT NULL DEFAULT '' CONSTRAINT ck_journey_ended_by_somebody CHECK (ended_at IS NULL OR ended_by_id IS NOT NULL)",
)
INDEXES = (('intake', 'follows_id'), ('journey', 'next_worker_id'), ('past_step', 'key'))

# Whoever becomes responsible has a row that says since when and why (DOMAIN: invariant 2): written first, then it is so.
UNEXPLAINED = """NEW.responsible_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM responsibility r WHERE r.journey_id = NEW.id AND r.worker_id = NEW.responsible_id AND r.until IS NULL)"""
SAYS = 'responsibility moves with a row that says why'
TRIGGER = {
    'sqlite': (
        f"""CREATE TRIGGER responsibility_moves BEFORE UPDATE OF responsible_id ON journey
        WHEN NEW.responsible_id IS NOT OLD.responsible_id AND {UNEXPLAINED}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
    ),
    'postgresql': (
        f"""CREATE FUNCTION responsibility_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {UNEXPLAINED} THEN RAISE integrity_constraint_violation USING MESSAGE = '{SAYS}'; END IF;
        RETURN NEW; END $$""",
        """CREATE TRIGGER responsibility_moves BEFORE UPDATE OF responsible_id ON journey FOR EACH ROW
        WHEN (NEW.responsible_id IS DISTINCT FROM OLD.responsible_id) EXECUTE FUNCTION responsibility_moves()""",
    ),
}

# What every shop begins with, as it was in this edition: code, part, open words, what it asks, list, names, hints, choices.
QUESTIONS = (
    ('wishes', 'wishes', True, 'words', 'topic',
     ('Wat wil je graag?', 'What do you want?'),
     ('In eigen woorden. Nu, en over een jaar.', "In the person's own words. Now, and in a year."),
     ()),
    ('situation', 'situation', True, 'words', None,
     ('Hoe gaat het nu?', 'How are things now?'),
     ('Thuis, werk, geld, gezondheid: alleen wat hier helpt.', 'Home, work, money, health: only what helps here.'),
     ()),
    ('income', 'situation', False, 'choices', 'answer',
     ('Waar leef je van?', 'What do you live on?'),
     ('Mag, hoeft niet. Kies wat klopt.', 'Only if it helps. Choose what fits.'),
     (
         ('wages', 'Loon', 'Wages'),
         ('business', 'Eigen bedrijf', 'A business of my own'),
         ('assistance', 'Bijstand', 'Social assistance'),
         ('unemployment', 'WW', 'Unemployment benefit'),
         ('disability', 'WIA, Wajong of Ziektewet', 'Disability or sickness benefit'),
         ('study', 'Studiefinanciering', 'Student finance'),
         ('pension', 'AOW of pensioen', 'Pension'),
         ('partner', 'Inkomen van partner of familie', 'Income of partner or family'),
         ('none', 'Geen inkomen', 'No income'),
         ('other', 'Iets anders', 'Something else'),
     )),
    ('home', 'situation', False, 'choices', 'answer',
     ('Hoe woon je?', 'How do you live?'),
     ('', ''),
     (
         ('alone', 'Alleen', 'Alone'),
         ('partner', 'Met partner', 'With a partner'),
         ('children', 'Met kinderen', 'With children'),
         ('parents', 'Bij ouders of familie', 'With parents or family'),
         ('shared', 'Met anderen in een huis', 'Sharing a house'),
         ('shelter', 'In de opvang', 'In a shelter'),
         ('none', 'Geen vaste plek', 'No fixed place'),
     )),
    ('care', 'situation', False, 'choices', 'answer',
     ('Voor wie zorg je?', 'Whom do you care for?'),
     ('', ''),
     (
         ('small', 'Kinderen tot 4 jaar', 'Children under 4'),
         ('school', 'Kinderen op de basisschool', 'Children at primary school'),
         ('teenagers', 'Kinderen van 12 tot 18', 'Children from 12 to 18'),
         ('parent', 'Ouder of familie', 'A parent or family'),
         ('other', 'Iemand anders', 'Somebody else'),
         ('nobody', 'Voor niemand', 'Nobody'),
     )),
    ('hours', 'situation', False, 'choices', 'answer',
     ('Hoeveel tijd heb je?', 'How much time do you have?'),
     ('Uren in de week, voor werk of school.', 'Hours a week, for work or school.'),
     (
         ('to_12', 'Tot 12 uur', 'Up to 12 hours'),
         ('to_24', '12 tot 24 uur', '12 to 24 hours'),
         ('to_32', '24 tot 32 uur', '24 to 32 hours'),
         ('full', 'Meer dan 32 uur', 'More than 32 hours'),
         ('school_hours', 'Onder schooltijd', 'During school hours'),
         ('evenings', "Ook 's avonds", 'Evenings too'),
         ('weekends', 'Ook in het weekend', 'Weekends too'),
         ('unknown', 'Weet ik nog niet', 'Not known yet'),
     )),
    ('obstacles', 'obstacle', True, 'choices', 'obstacle',
     ('Wat zit in de weg?', 'What stands in the way?'),
     ('Alleen waar de bezoeker zelf over begint. Elk punt kan later apart worden gedeeld.', 'Only what the person brings up. Each can be shared by itself later.'),
     ()),
    ('talents', 'talents', True, 'words', None,
     ('Waar ben je goed in?', 'What are you good at?'),
     ("Ervaring, talenten, hobby's, waar anderen je voor vragen.", 'Experience, talents, hobbies, what others ask them for.'),
     ()),
    ('languages', 'talents', False, 'levels', 'answer',
     ('Welke talen spreek je?', 'Which languages do you speak?'),
     ('Kies per taal hoe goed het gaat.', 'Choose for each language how well it goes.'),
     (
         ('nl', 'Nederlands', 'Dutch'),
         ('en', 'Engels', 'English'),
         ('ar', 'Arabisch', 'Arabic'),
         ('tr', 'Turks', 'Turkish'),
         ('ti', 'Tigrinya', 'Tigrinya'),
         ('pl', 'Pools', 'Polish'),
         ('es', 'Spaans', 'Spanish'),
         ('uk', 'Oekraïens', 'Ukrainian'),
         ('pap', 'Papiamentu', 'Papiamento'),
         ('ber', 'Berber (Tamazight)', 'Berber (Tamazight)'),
         ('fr', 'Frans', 'French'),
         ('so', 'Somalisch', 'Somali'),
         ('other', 'Een andere taal', 'Another language'),
     )),
    ('education', 'talents', False, 'choices', 'answer',
     ('Welke school deed je?', 'What schooling did you have?'),
     ('Hier of in een ander land, met of zonder diploma.', 'Here or in another country, with or without a diploma.'),
     (
         ('none', 'Geen school', 'No school'),
         ('primary', 'Basisschool', 'Primary school'),
         ('secondary', 'Middelbare school', 'Secondary school'),
         ('mbo1', 'Mbo 1', 'Vocational, level 1'),
         ('mbo2', 'Mbo 2', 'Vocational, level 2'),
         ('mbo34', 'Mbo 3 of 4', 'Vocational, level 3 or 4'),
         ('hbo', 'Hbo', 'University of applied sciences'),
         ('wo', 'Universiteit', 'University'),
         ('abroad', 'In een ander land', 'In another country'),
         ('busy', 'Nu bezig', 'Studying now'),
     )),
    ('steps', 'steps', True, 'words', None,
     ('Wat spreken we af?', 'What do we agree on?'),
     ('De eerste stappen, en wie ze zet.', 'First steps, and who takes them.'),
     ()),
)
NOTES = (
    ('called', 'Gebeld', 'Called',
     'Gebeld. Besproken:\n\nAfgesproken:'),
    ('no_answer', 'Niet bereikt', 'Not reached',
     'Gebeld, geen gehoor. Opnieuw bellen op:'),
    ('came_by', 'Langs geweest', 'Came by',
     'Was in de winkel. Ging over:\n\nAfgesproken:'),
    ('letter', 'Brief of formulier', 'Letter or form',
     'Samen gelezen of ingevuld:\n\nMoet nog gebeuren:'),
    ('applied', 'Gesolliciteerd', 'Applied for work',
     'Gesolliciteerd bij:\n\nAntwoord verwacht op:'),
    ('with_partner', 'Met partner besproken', 'Talked over with a partner',
     'Besproken met:\n\nWat de bezoeker ervan vindt:'),
    ('how_it_goes', 'Hoe het gaat', 'How it goes',
     'Wat goed gaat:\n\nWat lastig is:\n\nWat helpt:'),
)


def add(table: str, name: str, kind: str) -> None:
    moment = 'DATETIME' if op.get_bind().dialect.name == 'sqlite' else 'TIMESTAMP WITH TIME ZONE'
    op.execute(f'ALTER TABLE {table} ADD COLUMN {name} ' + kind.replace('{moment}', moment))


def upgrade() -> None:
    op.create_table('talk_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('section', sa.Enum('wishes', 'wish_topic', 'situation', 'obstacle', 'talents', 'steps', name='section', native_enum=False, length=40), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('asks', sa.Enum('words', 'choices', 'levels', name='asks', native_enum=False, length=40), nullable=False),
    sa.Column('list', sa.Enum('topic', 'obstacle', 'outcome', 'decline', 'answer', 'note', name='listname', native_enum=False, length=40), nullable=True),
    sa.Column('name_nl', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('name_en', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('hint_nl', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('hint_en', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_talk_question_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talk_question')),
    sa.UniqueConstraint('key', name=op.f('uq_talk_question_key')),
    sa.UniqueConstraint('shop_id', 'code', name=op.f('uq_talk_question_shop_id_code'))
    )
    op.create_index(op.f('ix_talk_question_shop_id'), 'talk_question', ['shop_id'], unique=False)
    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('made_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_calendar_feed_shop_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_calendar_feed_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    op.create_index(op.f('ix_calendar_feed_worker_id'), 'calendar_feed', ['worker_id'], unique=False)
    op.create_table('worker_choice',
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('chosen', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_worker_choice_shop_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_worker_choice_worker_id')),
    sa.PrimaryKeyConstraint('worker_id', 'shop_id', 'place', name=op.f('pk_worker_choice')),
    info={'audited': False}
    )
    op.create_table('leave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=True),
    sa.Column('word', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['ended_by_id'], ['worker.id'], name=op.f('fk_leave_ended_by_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['worker.id'], name=op.f('fk_leave_made_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_leave_shop_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_leave_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave')),
    sa.UniqueConstraint('key', name=op.f('uq_leave_key'))
    )
    op.create_index(op.f('ix_leave_shop_id'), 'leave', ['shop_id'], unique=False)
    op.create_index(op.f('ix_leave_worker_id'), 'leave', ['worker_id'], unique=False)
    op.create_table('later_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('journey_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('due_time', sa.Time(), nullable=True),
    sa.Column('taken_by', sa.Enum('worker', 'person', 'partner', name='stepby', native_enum=False, length=40), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('moved', sa.Integer(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("taken_by IN ('worker', 'person') OR organisation_id IS NOT NULL", name=op.f('ck_later_step_partner_is_named')),
    sa.ForeignKeyConstraint(['journey_id'], ['journey.id'], name=op.f('fk_later_step_journey_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['worker.id'], name=op.f('fk_later_step_made_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_later_step_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_later_step_person_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['worker.id'], name=op.f('fk_later_step_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_later_step')),
    sa.UniqueConstraint('key', name=op.f('uq_later_step_key'))
    )
    op.create_index(op.f('ix_later_step_due_on'), 'later_step', ['due_on'], unique=False)
    op.create_index(op.f('ix_later_step_journey_id'), 'later_step', ['journey_id'], unique=False)
    op.create_index(op.f('ix_later_step_person_id'), 'later_step', ['person_id'], unique=False)
    op.create_index(op.f('ix_later_step_worker_id'), 'later_step', ['worker_id'], unique=False)
    op.create_table('past_ending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('journey_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.Integer(), nullable=True),
    sa.Column('word', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('last_word', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('ended_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=False),
    sa.Column('reopened_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reopened_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['ended_by_id'], ['worker.id'], name=op.f('fk_past_ending_ended_by_id')),
    sa.ForeignKeyConstraint(['journey_id'], ['journey.id'], name=op.f('fk_past_ending_journey_id')),
    sa.ForeignKeyConstraint(['kind_id'], ['list_item.id'], name=op.f('fk_past_ending_kind_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_past_ending_person_id')),
    sa.ForeignKeyConstraint(['reopened_by_id'], ['worker.id'], name=op.f('fk_past_ending_reopened_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_ending'))
    )
    op.create_index(op.f('ix_past_ending_journey_id'), 'past_ending', ['journey_id'], unique=False)
    op.create_index(op.f('ix_past_ending_person_id'), 'past_ending', ['person_id'], unique=False)
    op.create_table('plan_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('journey_id', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('withdrawn_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['organisation.id'], name=op.f('fk_plan_link_partner_id')),
    sa.ForeignKeyConstraint(['journey_id'], ['journey.id'], name=op.f('fk_plan_link_journey_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['worker.id'], name=op.f('fk_plan_link_made_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_plan_link_person_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_plan_link_shop_id')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['worker.id'], name=op.f('fk_plan_link_withdrawn_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_link')),
    sa.UniqueConstraint('key', name=op.f('uq_plan_link_key')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_plan_link_token_hash'))
    )
    op.create_index(op.f('ix_plan_link_journey_id'), 'plan_link', ['journey_id'], unique=False)
    op.create_index(op.f('ix_plan_link_person_id'), 'plan_link', ['person_id'], unique=False)
    op.create_index(op.f('ix_plan_link_shop_id'), 'plan_link', ['shop_id'], unique=False)
    op.create_table('note_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
    sa.Column('reach', sa.Enum('only_me', 'organisation', 'front_office', 'handover', name='reach', native_enum=False, length=40), nullable=False),
    sa.Column('corrected_at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_note_correction_note_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_note_correction_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note_correction'))
    )
    op.create_index(op.f('ix_note_correction_note_id'), 'note_correction', ['note_id'], unique=False)
    op.create_index(op.f('ix_note_correction_person_id'), 'note_correction', ['person_id'], unique=False)
    op.create_table('plan_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('journey_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('spoken', sa.Boolean(), nullable=False),
    sa.Column('at', app.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', app.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('seen_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['journey_id'], ['journey.id'], name=op.f('fk_plan_answer_journey_id')),
    sa.ForeignKeyConstraint(['link_id'], ['plan_link.id'], name=op.f('fk_plan_answer_link_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_plan_answer_person_id')),
    sa.ForeignKeyConstraint(['seen_by_id'], ['worker.id'], name=op.f('fk_plan_answer_seen_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_answer')),
    sa.UniqueConstraint('key', name=op.f('uq_plan_answer_key'))
    )
    op.create_index(op.f('ix_plan_answer_journey_id'), 'plan_answer', ['journey_id'], unique=False)
    op.create_index(op.f('ix_plan_answer_link_id'), 'plan_answer', ['link_id'], unique=False)
    op.create_index(op.f('ix_plan_answer_person_id'), 'plan_answer', ['person_id'], unique=False)
    for column in COLUMNS:
        add(*column)
    fill()
    add(*LAST_WORD)
    for table, column in INDEXES:
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column], unique=False)
    for statement in TRIGGER[op.get_bind().dialect.name]:
        op.execute(statement)


def fill() -> None:
    """What older rows mean in the new words."""
    db = op.get_bind()
    op.execute("UPDATE responsibility SET seen_at = since")
    op.execute("UPDATE note SET reach = 'handover'")  # how they were written: shared wherever notes were shared
    open_ones = db.execute(sa.text('SELECT id FROM journey WHERE next_what IS NOT NULL')).scalars().all()
    if open_ones:
        named = [{'id': number, 'key': secrets.token_urlsafe(12)} for number in open_ones]
        db.execute(sa.text('UPDATE journey SET next_key = :key WHERE id = :id'), named)
    ask()
    # Who ended a journey stands in the record; where that is gone, who answered for it last.
    op.execute("""UPDATE journey SET ended_by_id = COALESCE(
        (SELECT MAX(a.worker_id) FROM audit_entry a WHERE a.subject = 'journey' AND a.subject_id = journey.id
            AND a.person_id = journey.person_id AND a.at = journey.ended_at AND a.kind = 'change'),
        (SELECT r.worker_id FROM responsibility r WHERE r.journey_id = journey.id ORDER BY r.id DESC LIMIT 1),
        (SELECT o.recorded_by_id FROM outcome o WHERE o.journey_id = journey.id ORDER BY o.id DESC LIMIT 1),
        (SELECT h.sender_id FROM handover h WHERE h.journey_id = journey.id ORDER BY h.id DESC LIMIT 1),
        (SELECT i.made_by_id FROM imported_row l JOIN import i ON i.id = l.import_id WHERE l.journey_id = journey.id LIMIT 1))
        WHERE ended_at IS NOT NULL""")


def ask() -> None:
    """Every shop that there is gets the questions, the beginnings of notes and the obstacle that a new one begins with."""
    db = op.get_bind()
    question = sa.text("""INSERT INTO talk_question
        (key, shop_id, code, section, subject, asks, list, name_nl, name_en, hint_nl, hint_en, position)
        VALUES (:key, :shop, :code, :section, :subject, :asks, :list, :nl, :en, :hint_nl, :hint_en, :position)""")
    item = sa.text("""INSERT INTO list_item
        (key, shop_id, list, code, name_nl, name_en, grouping, body, asks, position)
        VALUES (:key, :shop, :list, :code, :nl, :en, :grouping, :body, '', :position)""")

    def listed(shop: int, name: str, code: str, nl: str, en: str, position: int, grouping: str = '', body: str = '') -> None:
        db.execute(item, {
            'key': secrets.token_urlsafe(12), 'shop': shop, 'list': name, 'code': code, 'nl': nl, 'en': en,
            'grouping': grouping, 'body': body, 'position': position,
        })  # fmt: skip

    for shop in db.execute(sa.text('SELECT id FROM shop')).scalars().all():
        for position, (code, section, is_open, asks, of_list, name, hint, choices) in enumerate(QUESTIONS):
            key = secrets.token_urlsafe(12)
            db.execute(question, {
                'key': key, 'shop': shop, 'code': code, 'section': section, 'subject': '' if is_open else key,
                'asks': asks, 'list': of_list, 'nl': name[0], 'en': name[1], 'hint_nl': hint[0], 'hint_en': hint[1],
                'position': position,
            })  # fmt: skip
            for place, (of_choice, nl, en) in enumerate(choices):
                listed(shop, 'answer', f'{code}.{of_choice}', nl, en, place, key)
        for position, (code, nl, en, body) in enumerate(NOTES):
            listed(shop, 'note', code, nl, en, position, body=body)
        there = db.execute(sa.text(
            "SELECT code, lower(name_nl), position FROM list_item WHERE shop_id = :shop AND list = 'obstacle'"
        ), {'shop': shop}).all()  # fmt: skip
        if not any(code == 'childcare' or nl == 'kinderopvang' for code, nl, _ in there):
            listed(shop, 'obstacle', 'childcare', 'Kinderopvang', 'Childcare', max((p for *_, p in there), default=-1) + 1)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == 'sqlite'
    op.execute('DROP TRIGGER responsibility_moves' + ('' if sqlite else ' ON journey'))
    if not sqlite:
        op.execute('DROP FUNCTION responsibility_moves()')
    # What no earlier edition knows is as near as it can be told in it.
    op.execute("UPDATE past_step SET result = 'replaced' WHERE result = 'dropped'")
    op.execute("UPDATE responsibility SET why = 'reassigned' WHERE why = 'leave'")
    op.execute("DELETE FROM list_item WHERE list IN ('answer', 'note')")
    for table, column in INDEXES:
        op.drop_index(op.f(f'ix_{table}_{column}'), table_name=table)
    for table, column, _kind in reversed((*COLUMNS, LAST_WORD)):
        op.drop_column(table, column)
    op.drop_index(op.f('ix_plan_answer_person_id'), table_name='plan_answer')
    op.drop_index(op.f('ix_plan_answer_link_id'), table_name='plan_answer')
    op.drop_index(op.f('ix_plan_answer_journey_id'), table_name='plan_answer')
    op.drop_table('plan_answer')
    op.drop_index(op.f('ix_note_correction_person_id'), table_name='note_correction')
    op.drop_index(op.f('ix_note_correction_note_id'), table_name='note_correction')
    op.drop_table('note_correction')
    op.drop_index(op.f('ix_plan_link_shop_id'), table_name='plan_link')
    op.drop_index(op.f('ix_plan_link_person_id'), table_name='plan_link')
    op.drop_index(op.f('ix_plan_link_journey_id'), table_name='plan_link')
    op.drop_table('plan_link')
    op.drop_index(op.f('ix_past_ending_person_id'), table_name='past_ending')
    op.drop_index(op.f('ix_past_ending_journey_id'), table_name='past_ending')
    op.drop_table('past_ending')
    op.drop_index(op.f('ix_later_step_worker_id'), table_name='later_step')
    op.drop_index(op.f('ix_later_step_person_id'), table_name='later_step')
    op.drop_index(op.f('ix_later_step_journey_id'), table_name='later_step')
    op.drop_index(op.f('ix_later_step_due_on'), table_name='later_step')
    op.drop_table('later_step')
    op.drop_index(op.f('ix_leave_worker_id'), table_name='leave')
    op.drop_index(op.f('ix_leave_shop_id'), table_name='leave')
    op.drop_table('leave')
    op.drop_table('worker_choice')
    op.drop_index(op.f('ix_calendar_feed_worker_id'), table_name='calendar_feed')
    op.drop_table('calendar_feed')
    op.drop_index(op.f('ix_talk_question_shop_id'), table_name='talk_question')
    op.drop_table('talk_question')
