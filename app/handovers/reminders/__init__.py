"""Reminders of a handover, and what the sender can do when the partner does not respond."""
