"""What the privacy officer works with."""
