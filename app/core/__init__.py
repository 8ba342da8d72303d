"""What every wing uses: database, clock, settings, rules for text. Knows no feature and no page."""
