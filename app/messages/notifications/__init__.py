"""Notifications: news for a worker, in the service and, as they prefer, by email.

Modules named after what they hold, with their kind:
    calendar_invitations (rules): an introduction as a calendar invitation
"""
