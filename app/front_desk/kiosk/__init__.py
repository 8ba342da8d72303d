"""The kiosk: a tablet at the door on which visitors check in.

Modules named after what they hold, with their kind:
    tablet_actor (facts): the actor for requests from a tablet
    tablet_session (dependencies): a tablet's cookies: its secret and the current visitor's turn
"""
