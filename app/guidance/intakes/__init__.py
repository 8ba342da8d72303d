"""Intakes: talks with a person about wishes, situation, obstacles and talents.

Modules named after what they hold, with their kind:
    default_questions (labels): the questions that a new shop starts with
"""
