"""The append-only record of who read, searched, changed, printed or exported what.

Modules named after what they hold, with their kind:
    audit_log (actions): writes the record, in the transaction of what it records
"""
