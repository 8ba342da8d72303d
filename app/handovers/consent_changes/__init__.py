"""A consent is asked, narrowed, renewed, withdrawn or expires; what rests on it follows.

Modules named after what they hold, with their kind:
    consent_form (views): asking for consent
"""
