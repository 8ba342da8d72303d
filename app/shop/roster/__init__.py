"""The roster: who is planned, and who is present."""
