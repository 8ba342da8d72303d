"""Prepares Python packages and front-end files with the standard library alone."""
