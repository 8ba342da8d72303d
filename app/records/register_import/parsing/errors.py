"""Why a file cannot be read at all, with what to do about it."""

from app.core.text_rules import N_

MAX_BYTES = 50 * 1024 * 1024  # per file
MAX_LINES = 200_000  # per sheet

TOO_LARGE = N_("This file is larger than %(megabytes)s MB. Split it, for instance by year.")
TOO_MANY_LINES = N_("There are more than %(lines)s lines in this file. Split it, for instance by year.")
TOO_WIDE = N_(
    "Something stands far outside the table in this workbook. Copy the table to a new workbook, and bring that."
)
DAMAGED = N_("This file is damaged. Open it in your spreadsheet, save it again, and bring the new file.")
OLD_FORMAT = N_("This is an old workbook (.xls). Open it in your spreadsheet, save it as .xlsx, and bring that.")
HAS_PASSWORD = N_("This file has a password. Open it in your spreadsheet, save it without a password, and bring that.")
HAS_MACROS = N_("There are macros in this workbook. Save it as a workbook without macros (.xlsx), and bring that.")
TOO_LARGE_UNPACKED = N_("Unpacked, this workbook is far too large. Copy the table to a new workbook, and bring that.")
EMPTY = N_("There are no lines in this file. Look whether it is the right one.")
NO_SHEET = N_("There is no sheet “%(sheet)s” in this workbook. Choose another.")
NOT_A_TABLE = N_("This is not a table. Save it from your spreadsheet as a workbook (.xlsx) or as CSV, and bring that.")
UNCLOSED_QUOTE = N_(
    'On line %(line)s stands a quotation mark (") that is never closed. Mend that line, and bring the file again.'
)


class Unreadable(Exception):
    """The file cannot be read. `reason` is a message id, `facts` the values for its placeholders."""

    def __init__(self, reason: str, **facts: str | int):
        super().__init__(reason % facts)
        self.reason = reason
        self.facts = facts
