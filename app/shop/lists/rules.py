"""Reasons why a list item is refused. Pure."""

from app.core.text_rules import N_

COLUMN_WITH_OUTFLOW_ONLY = N_("Choose the column it counts in with outflow, and only there.")


NAME_TAKEN = N_("This name is in the list already.")
