"""Handovers are drafted, offered, answered and closed.

Modules named after what they hold, with their kind:
    offer_reassignment (actions): open offers move to the new responsible worker
    retries (actions): new attempts after a handover that came to nothing
"""
