"""Pages that put several wings together. No tables, no rules."""
