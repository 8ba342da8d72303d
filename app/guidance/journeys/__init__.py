"""Journeys: the time in which the shop follows one person.

Modules named after what they hold, with their kind:
    form_parsing (actions): what was typed about a step, as a worker, a day or a step
    plan_changes (actions): the next step and the responsible worker of an open journey
    responsibility_hooks (actions): what higher capabilities do when responsibility moves
"""
