"""The plan of a journey: small steps, each with a day and somebody who takes it."""
