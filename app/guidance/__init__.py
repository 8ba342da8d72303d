"""From the intake to the end of a journey: one responsible worker, one next step."""
