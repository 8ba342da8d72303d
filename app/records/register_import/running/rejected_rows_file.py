"""The refused lines of an import, as a file that can be corrected and uploaded again."""

from typing import Literal

from app.core.text_rules import N_
from app.records.register_import.entries import REFUSAL_REASONS
from app.records.register_import.models import Import, Stage
from app.records.register_import.parsing import files, line_parser
from app.records.register_import.running import dry_run
from app.web.i18n import gettext as _

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COUNTED_STAGES = frozenset({Stage.READY, Stage.WRITING, Stage.WRITTEN, Stage.UNDOING})
REASON_HEADING = N_("Why this line was not imported")


def build_file(imported: Import, kind: Literal["csv", "xlsx"]) -> bytes | None:
    """The file; None when no line is refused, when the import is not counted (yet), or when its file was deleted."""
    if imported.stage not in COUNTED_STAGES or imported.content is None:
        return None
    refused = {
        one.row: _(REFUSAL_REASONS[one.refusal]) for one in dry_run.read_entries(imported) if one.refusal is not None
    }
    if not refused:
        return None
    table = files.read(imported.content, imported.sheet)
    return line_parser.rejected_lines_file(table, refused, _(REASON_HEADING), kind, heading_row=imported.heading_row)
