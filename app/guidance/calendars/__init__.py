"""Steps in a worker's own calendar.

Modules named after what they hold, with their kind:
    calendar_file (rules): steps as an iCalendar file
"""
