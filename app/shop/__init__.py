"""A shop: when it is open, who is there, its lists, and the partners it works with.

Modules named after what they hold, with their kind:
    new_shop (actions): makes a shop, with its week and its lists
"""
