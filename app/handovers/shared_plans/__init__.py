"""The plan that a visitor takes home, on paper or by a link.

Modules named after what they hold, with their kind:
    bilingual_columns (views): the plan in the visitor's language, with Dutch beside it
    plan_link_actor (facts): who acts by a link to a plan
"""
