"""Plans the records that an import will write.

Modules named after what they hold, with their kind:
    journey_builder (rules): builds journeys, handovers, outcomes and notes from the lines of one person
    plan (rules): the units to write, the refused lines, those imported before, and the counts
    record_builder (rules): builds all records of one unit
    shop_context (facts): the data of the shop that the plan depends on
"""
