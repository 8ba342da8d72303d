"""Half-days: when a shop is open."""
