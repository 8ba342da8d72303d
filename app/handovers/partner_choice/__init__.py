"""Which partner can help: search and suggestions."""
