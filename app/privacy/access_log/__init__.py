"""The pages on which a privacy officer reads the record."""
