"""What the service tells its workers: notifications, and mail."""
