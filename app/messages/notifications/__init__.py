"""Notifications: what a worker is told in the service and, as they choose, by mail.

Modules named after what they hold, with their kind:
    calendar_invitations (rules): an introduction as an invitation for a calendar
"""
