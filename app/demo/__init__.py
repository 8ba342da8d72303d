"""The demonstration: a shop with two years of invented data."""
