"""What happens in the demonstration: one module of scenes per capability."""
