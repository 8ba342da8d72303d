"""Parses a file into entries: dialect, columns, cells, dates, names.

Modules named after what they hold, with their kind:
    cell_values (rules): a cell as text, phone number or yes/no
    columns (rules): detects the contents of each column
    csv_dialect (rules): encoding and delimiter of a CSV file
    date_parser (rules): dates, times, half-days and birth dates in any notation
    file_errors (facts): why a file cannot be read
    files (rules): a CSV file or workbook as lines of cells
    headings (rules): the columns that a heading may mean
    line_parser (rules): a line as an entry, or the reason that it is refused
    name_parser (rules): a name in normal order and capitals
    sheet_preview (rules): the sheets and columns of a file
    workbook_limits (rules): whether a workbook unpacks within limits
"""
