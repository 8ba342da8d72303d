"""The invented people, workers, texts and opening days of the demonstration, and its simulation."""
