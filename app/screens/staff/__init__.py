"""Pages about workers: accounts, caseloads, leave, departure and the first run."""
