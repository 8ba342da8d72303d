"""Foundations of every wing: database, clock, settings, rules for text. Knows no feature and no page."""
