"""The persons who visit a shop, and how they are found."""
