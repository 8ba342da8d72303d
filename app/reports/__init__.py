"""Counts for managers and coordinators."""
