"""The plan that a visitor takes home, on paper or through a link.

Modules named after what they hold, with their kind:
    bilingual_columns (views): the plan in the visitor's language and in Dutch
    plan_link_actor (facts): the actor who uses a link to a plan
"""
