"""Half-days: the weekly opening hours of a shop, and the exceptions."""
