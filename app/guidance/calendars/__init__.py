"""Steps in a worker's own calendar, as a file or a private feed.

Modules named after what they hold, with their kind:
    calendar_file (rules): writes steps as an iCalendar file
"""
