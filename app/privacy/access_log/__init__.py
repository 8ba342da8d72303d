"""The page on which a privacy officer reads the audit log."""
