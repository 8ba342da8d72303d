"""The shops of this installation."""
