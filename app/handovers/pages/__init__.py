"""Pages of handovers: the inbox, one handover and its buttons, a new offer, the history.

Modules named after what they hold, with their kind:
    form_checks (forms): checks that several forms of a handover share
    offer_context (queries): what the page of a new offer starts from
"""
