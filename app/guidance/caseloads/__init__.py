"""Caseloads: the journeys of a worker or a whole shop, leave, and reassignment to colleagues."""
