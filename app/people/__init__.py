"""The people who visit a shop, and how they are found."""
