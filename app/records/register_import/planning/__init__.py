"""What an import will write, before it is written.

Modules named after what they hold, with their kind:
    journey_builder (rules): journeys from the lines of one person
    plan (rules): which lines belong together, and what is there already
    record_builder (rules): the records of one person
    shop_context (facts): what the plan needs to know of its shop
"""
