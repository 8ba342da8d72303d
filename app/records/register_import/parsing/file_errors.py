"""Why a file cannot be read at all, with what to do about it."""

from app.core.text_rules import N_

MAX_BYTES = 50 * 1024 * 1024  # per file
MAX_LINES = 200_000  # per sheet

TOO_LARGE = N_("This file is larger than %(megabytes)s MB. Split it, for example by year.")
TOO_MANY_LINES = N_("This file has more than %(lines)s lines. Split it, for example by year.")
TOO_WIDE = N_("This workbook has a cell far outside the table. Copy the table to a new workbook and choose that one.")
DAMAGED = N_(
    "This file is damaged. Open it in Excel or another spreadsheet program, save it again, and choose the new file."
)
OLD_FORMAT = N_(
    "This is an old Excel file (.xls). Open it in Excel or another spreadsheet program, save it as .xlsx, "
    "and choose that file."
)
HAS_PASSWORD = N_(
    "This file has a password. Open it in Excel or another spreadsheet program, save it without a password, "
    "and choose that file."
)
HAS_MACROS = N_("This file contains macros. Save it as .xlsx, without macros, and choose that file.")
TOO_LARGE_UNPACKED = N_(
    "This workbook becomes far too large when we open it. Copy the table to a new workbook and choose that one."
)
EMPTY = N_("There are no lines in this file. Check that it is the right one.")
NO_SHEET = N_("There is no sheet “%(sheet)s” in this workbook. Choose another.")
NOT_A_TABLE = N_(
    "This is not a table. Save your register as .xlsx or CSV in Excel or another spreadsheet program, "
    "and choose that file."
)
UNCLOSED_QUOTE = N_(
    'Line %(line)s has a quotation mark (") that is never closed. Correct that line and choose the file again.'
)


class Unreadable(Exception):
    """The file cannot be read. `reason` is a message id, `facts` the values for its placeholders."""

    def __init__(self, reason: str, **facts: str | int):
        super().__init__(reason % facts)
        self.reason = reason
        self.facts = facts
