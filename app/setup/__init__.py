"""Makes everything the service stands on: written with the standard library alone, for nothing else is there yet."""
