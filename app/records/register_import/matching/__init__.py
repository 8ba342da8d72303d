"""Groups lines by person, and finds the meaning of free text.

Modules named after what they hold, with their kind:
    blocking (rules): selects the pairs of records that are compared
    matching (rules): groups lines by person
    merged_person (rules): one set of personal details from several lines
    vocabulary (rules): the words of a register and their meanings
    word_matcher (rules): the name in a list that fits a word best
"""
