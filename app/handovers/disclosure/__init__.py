"""Disclosure: a reader's view of a person, derived from handovers and consents at each read."""
