"""Events of the demonstration: one module of scenes per capability."""
