"""Measures: how near the hot pages come to the limit, and how far they leave the same in Django behind."""
