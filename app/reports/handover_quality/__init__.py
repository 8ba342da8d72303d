"""How warm and how quick handovers are, and what was left lying.

Modules named after what they hold, with their kind:
    figures (rules): the measures, from facts to rows
"""
