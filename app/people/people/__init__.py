"""Persons: their names and contact data.

Modules named after what they hold, with their kind:
    fill_gaps (actions): adds to a record what it did not hold yet
    person_aliases (queries): which records are of one person
    preferred_language (rules): the language somebody reads best
    search_log (actions): a search, and what of it goes on record
"""
