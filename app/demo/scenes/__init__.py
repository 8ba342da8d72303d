"""What happens in the demonstration, a scene per capability."""
