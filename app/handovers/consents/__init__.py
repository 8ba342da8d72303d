"""Consents: what a person allows to be shared, with whom, until when.

Modules named after what they hold, with their kind:
    read_aloud (views): the words of a consent in the person's language
    rendered_text (views): a consent in the words that were read
    wording (labels): the words of a consent, by version
"""
