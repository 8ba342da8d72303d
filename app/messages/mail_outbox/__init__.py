"""Mail waits in an outbox and is sent by a job, never within a request.

Modules named after what they hold, with their kind:
    link_placeholders (actions): what replaces {link} when a mail is sent
    mail_server (actions): a mail as a message, and the server that takes it
"""
