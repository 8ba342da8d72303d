"""Messages to workers and partners: notifications in the service, and email."""
