"""Consents: what a person allows to be shared, with which organisation, and until when.

Modules named after what they hold, with their kind:
    read_aloud (views): the text of a consent in the person's language
    rendered_text (views): a consent in the text that was read aloud
    wording (labels): the text of a consent, by version
"""
