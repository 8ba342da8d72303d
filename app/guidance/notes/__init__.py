"""Notes about a person, each with its author and its readers."""
