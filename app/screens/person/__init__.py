"""The page of one person, with their timeline and notes."""
