"""A partner without an account answers by a link to one offer.

Modules named after what they hold, with their kind:
    link_actor (facts): who acts by a link to one offer
    mail_link (actions): makes the link when the mail is sent
"""
