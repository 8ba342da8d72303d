"""Notes about a person, each with an author and a reach: who may read it."""
