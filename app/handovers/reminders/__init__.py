"""Deadlines of a handover: reminders, and what the sender does without an answer."""
