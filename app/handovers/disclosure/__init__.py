"""What a reader may see of a person, worked out from handovers and consents each time."""
