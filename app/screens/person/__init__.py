"""The page of one person, and their timeline."""
