"""The outflow report: counted facts, hidden small cells, charts and sheets.

Modules named after what they hold, with their kind:
    charts (views): positions of the bars
    cube (rules): all figures of all periods, and which of them a manager sees
    exports (views): the report as CSV or XLSX
    filters (forms): the chosen period and organisation
    measures (rules): what is counted, and by which date
    paging (queries): rows a page at a time
    periods (rules): months, quarters, years
    report (views): the outline that every form of the report is drawn from
    rows (queries): the rows behind a figure
    suppression (rules): hides small cells, and others that would give them away
"""
