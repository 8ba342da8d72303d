"""Outcomes: what a person reached, and the end of a journey."""
