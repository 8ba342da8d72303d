"""The introduction of person, sender and receiver that makes a handover warm."""
