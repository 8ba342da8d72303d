"""The front desk, its board, and the shift handover.

Modules named after what they hold, with their kind:
    new_person (views): somebody new, unless they are known already
"""
