"""Imports an old register: parse, match, plan, write, undo.

Modules named after what they hold, with their kind:
    provenance (queries): the register and line that a record came from
    entries (facts): one parsed line of a register
    records (facts): the rows that an import is going to write
"""
