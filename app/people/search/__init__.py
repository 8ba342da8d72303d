"""Finding a person by a name however it is spelt, a date or a phone number.

Modules named after what they hold, with their kind:
    candidates (queries): from what was typed to some dozens of persons
    fuzzy_words (queries): the words of a shop's names nearest to a typed word
    name_parts (rules): a name as words to search by
    phonetics (rules): how a word of a name sounds
    query_parser (rules): what was typed, taken apart
    scoring (rules): how well a person fits what was typed
    search_terms (rules): the facts about a person, and their index entries
    sql (queries): the statements of the search
"""
