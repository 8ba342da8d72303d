"""Finding a partner who can help: search and suggestions."""
