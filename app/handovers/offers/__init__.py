"""A handover is prepared, offered, answered, and closed.

Modules named after what they hold, with their kind:
    offer_reassignment (actions): open offers follow the responsible worker
    retries (actions): a new try after one that came to nothing
"""
