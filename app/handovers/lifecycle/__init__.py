"""The states of a handover, the table of its moves, and how a move is made.

Modules named after what they hold, with their kind:
    transition_notifications (actions): who is told of a move
    transitions (actions): makes a move: locks, checks, records
"""
