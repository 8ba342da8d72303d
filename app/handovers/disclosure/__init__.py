"""What a reader may see of a person, derived from handovers and consents at each read."""
