"""The outflow report: counts, suppression of small cells, charts and exports.

Modules named after what they hold, with their kind:
    charts (views): positions of the bars
    cube (rules): all figures of all fixed periods, and which of them a manager may see
    exports (views): the report as CSV or XLSX
    filters (forms): the chosen period and organisation
    measures (rules): what is counted, and by which date
    paging (queries): splits rows into pages
    periods (rules): months, quarters, years
    report (views): the view models behind the screen, the chart and the exports
    rows (queries): the rows behind a figure
    suppression (rules): hides small cells, and other cells that would give them away
"""
