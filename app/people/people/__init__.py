"""Persons: their names and contact data.

Modules named after what they hold, with their kind:
    fill_gaps (actions): fills empty fields of a person's record
    person_aliases (queries): which records belong to the same person
    preferred_language (rules): the supported language that a person reads best
    search_log (actions): searches that are limited and logged
"""
