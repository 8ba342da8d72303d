"""Probable duplicates: comparing, merging and unmerging two records.

Modules named after what they hold, with their kind:
    candidate_list (actions): keeps the list of probable duplicates up to date
    late_writes (actions): moves what is written to a record while it is merged
    owned_rows (queries): every row that belongs to a person, in any table
    reindex (actions): rebuilds the search index and the list when their rules change
    unlinking (queries): which rows move back when a merge is undone
"""
