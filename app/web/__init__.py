"""Pages, forms, languages, errors and events. Knows no feature."""
