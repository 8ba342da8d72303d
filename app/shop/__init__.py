"""A shop: its opening hours, roster, lists, and the partners it works with.

Modules named after what they hold, with their kind:
    new_shop (actions): creates a shop with its weekly hours and its lists
"""
