"""The states of a handover, its table of transitions, and how a transition is made.

Modules that are named after their content, with their kind:
    transition_notifications (actions): notices, mail and invitations after a transition
    transitions (actions): locks, checks, applies and records a transition
"""
