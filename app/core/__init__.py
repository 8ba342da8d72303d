"""What every wing stands on: database, clock, settings, rules for text. Knows no feature and no page."""
