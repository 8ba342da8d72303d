"""Step plans: small steps of a journey, each with a day and someone who takes it."""
