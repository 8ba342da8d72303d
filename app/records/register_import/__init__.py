"""Imports an old register: parse, match, plan, write, undo.

Modules named after what they hold, with their kind:
    provenance (queries): from which line of which register a record came
    entries (facts): what one line of a register says
    records (facts): the rows an import is going to write
"""
