"""Reasons why a list item is refused. Pure."""

from app.core.text_rules import N_

COLUMN_WITH_OUTFLOW_ONLY = N_("Choose a column for outflow, and only for outflow.")
NAME_TAKEN = N_("This name is already in the list.")
