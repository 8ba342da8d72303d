"""Asking, narrowing, renewing and withdrawing consent, and the effects on handovers that depend on it.

Modules named after what they hold, with their kind:
    consent_form (views): asking for consent
"""
