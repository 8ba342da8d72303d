"""Intakes: the talk about wishes, situation, obstacles and talents.

Modules named after what they hold, with their kind:
    default_questions (labels): the questions of a new shop
"""
