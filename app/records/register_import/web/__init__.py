"""The pages of an import.

Modules named after what they hold, with their kind:
    labels: the names of columns and stages
    views: the data of the pages
"""
