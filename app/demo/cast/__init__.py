"""Who and what the demonstration invents, and the simulated clock."""
