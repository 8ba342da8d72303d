"""A file as lines of entries: notation, columns, cells, dates, names.

Modules named after what they hold, with their kind:
    cell_values (rules): a cell as text, phone number or yes/no
    columns (rules): which column holds what
    csv_dialect (rules): encoding and delimiter of a CSV file
    date_parser (rules): dates, times and birth dates in every notation
    errors (facts): why a file cannot be read
    files (rules): a CSV file or workbook as lines of cells
    headings (rules): what a heading means
    line_parser (rules): a line as an entry, or why it is refused
    name_parser (rules): a name as it is written in a register
    sheet_preview (rules): the sheets and columns of a file
    workbook_limits (rules): whether a workbook can be unpacked within bounds
"""
