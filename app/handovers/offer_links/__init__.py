"""Links with which partners without an account read and answer one offer.

Modules named after what they hold, with their kind:
    link_actor (facts): the actor who uses a link to one offer
    link_address (actions): creates the link when the mail is sent
"""
