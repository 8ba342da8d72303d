"""The tablet by the door, on which visitors say that they are there.

Modules named after what they hold, with their kind:
    tablet_actor (facts): who acts on a tablet
    tablet_session (dependencies): the cookies of a tablet: which shop it is in, and whose turn it is
"""
