"""Which lines are about one person, and what free words mean.

Modules named after what they hold, with their kind:
    blocking (rules): which records are worth comparing
    matching (rules): groups lines by person
    merged_person (rules): one record from several lines
    vocabulary (rules): what the words of a register mean
    word_matcher (rules): the nearest name in a list
"""
