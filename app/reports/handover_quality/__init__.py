"""The quality of handovers: how warm and how quick they are, and what went wrong.

Modules named after what they hold, with their kind:
    figures (rules): the measures, and how facts become rows
"""
