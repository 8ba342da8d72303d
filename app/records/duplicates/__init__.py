"""Probable duplicates: comparing, merging and unmerging two records.

Modules named after what they hold, with their kind:
    candidate_list (actions): the list of probable duplicates, kept up to date
    late_writes (actions): moves what is written to a record while it is merged
    owned_rows (queries): everything that hangs on a person, in any table
    reindex (actions): renews the search index and the list when their rules change
    unlinking (queries): which rows go where when a merge is undone
"""
