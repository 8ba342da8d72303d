"""The organisations a shop works with: what they offer, how much room they have, and their deadlines.

Modules named after what they hold, with their kind:
    deadlines (rules): when a partner must respond, and which days count
    known_organisations (labels): organisations around the first Werkwinkel, to choose from
    languages (rules): spoken languages, by name and by code
"""
