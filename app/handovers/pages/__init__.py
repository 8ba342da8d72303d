"""Pages of handovers: the inbox, one handover with its forms, a new offer, the history.

Modules that are named after their content, with their kind:
    form_checks (forms): validation shared by several forms
    offer_context (queries): the person, the draft and the partners for the page of a new offer
"""
