"""The lists of a shop: topics, obstacles, outcomes, reasons for declining, note templates.

Modules named after what they hold, with their kind:
    default_lists (labels): the lists of a new shop
"""
