"""Person search: by name in any spelling, date of birth or phone number.

Modules named after what they hold, with their kind:
    candidates (queries): the persons worth scoring for a query
    fuzzy_words (queries): the words in a shop's names that are most similar to a typed word
    name_parts (rules): a name split into searchable words
    phonetics (rules): sound codes for the words of a name
    query_parser (rules): the words, dates and digits in a query
    scoring (rules): how well a person matches a query
    search_terms (rules): the searchable facts about a person, and their index entries
    sql (queries): the SQL statements of the search
"""
