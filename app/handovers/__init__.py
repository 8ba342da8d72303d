"""Handovers to partners, from consent to feedback."""
