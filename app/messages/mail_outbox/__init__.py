"""The mail outbox: emails are stored in the transaction that causes them, and sent by a job, never in a request.

Modules named after what they hold, with their kind:
    link_placeholders (actions): creates the link that replaces {link} when an email is sent
    mail_server (actions): builds an email message and sends it over SMTP
"""
