"""Outcomes: the results that a person achieves on a journey, and the end of the journey."""
