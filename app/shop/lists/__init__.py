"""The lists that belong to a shop: topics, obstacles, outcomes, reasons.

Modules named after what they hold, with their kind:
    default_lists (labels): the lists of a new shop
"""
