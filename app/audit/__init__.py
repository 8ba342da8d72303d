"""The append-only audit log of who read, searched, changed, printed or exported what.

Modules named after what they hold, with their kind:
    audit_log (actions): writes the entries, in the transaction of what they record
"""
