"""Guidance of a person from intake to outcome, with one responsible worker and one dated next step."""
