"""Visits: every contact with somebody, with or without a name.

Modules named after what they hold, with their kind:
    other_contacts (actions): contacts that bring nobody into the shop
"""
