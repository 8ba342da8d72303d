"""The organisations of a shop: what they offer, how much room they have, and their deadlines.

Modules named after what they hold, with their kind:
    deadlines (rules): within how many days a partner answers, and which days count
    known_organisations (labels): the organisations around the first Werkwinkel, to choose from
    languages (rules): languages that people speak, by name and by code
"""
