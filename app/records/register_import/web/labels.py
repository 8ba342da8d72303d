"""Labels of an import: its columns, its stages, and what a running job does."""

from app.core.text_rules import N_
from app.records.register_import.entries import Column
from app.records.register_import.models import Stage

COLUMN_NAMES: dict[Column, str] = {
    Column.DAY: N_("Date of the visit"),
    Column.PART: N_("Half-day"),
    Column.TIME: N_("Time of the visit"),
    Column.NAME: N_("Name"),
    Column.FIRST_NAME: N_("First name"),
    Column.LAST_NAME: N_("Last name"),
    Column.BIRTH: N_("Birth year or date of birth"),
    Column.PHONE: N_("Phone"),
    Column.EMAIL: N_("Email"),
    Column.STREET: N_("Street"),
    Column.LANGUAGES: N_("Languages"),
    Column.ABOUT: N_("Reason for the visit"),
    Column.SPOKEN_WITH: N_("Spoken with"),
    Column.PARTNER: N_("Handed over to"),
    Column.WARM: N_("Was the handover warm?"),
    Column.RESULT: N_("Result"),
    Column.REMARK: N_("Remark"),
}
STAGE_NAMES: dict[Stage, str] = {
    Stage.LOOKING: N_("being checked"),
    Stage.COLUMNS: N_("waiting for you: are the columns right?"),
    Stage.READING: N_("being counted"),
    Stage.READY: N_("counted, not saved yet"),
    Stage.WRITING: N_("being saved"),
    Stage.WRITTEN: N_("saved"),
    Stage.UNDOING: N_("being undone"),
    Stage.UNDONE: N_("undone"),
    Stage.BROKEN: N_("could not be read"),
}
# Shown while a job runs.
PROGRESS_TEXTS: dict[Stage, str] = {
    Stage.LOOKING: N_("We are checking what is in the file."),
    Stage.READING: N_("We are reading every line and working out who is who. Nothing is saved yet."),
    Stage.WRITING: N_("We are saving everything. The front desk can carry on as usual."),
    Stage.UNDOING: N_("We are undoing everything."),
}
