"""Workers, their caseloads, leave and departure; the first run."""
