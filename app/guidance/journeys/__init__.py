"""Journeys: the periods in which a shop guides one person.

Modules named after what they hold, with their kind:
    form_parsing (actions): turns a submitted form into a worker, a day or a step
    plan_changes (actions): changes the next step and the responsible worker of an open journey
    responsibility_hooks (actions): lets higher capabilities react when responsibility moves
"""
