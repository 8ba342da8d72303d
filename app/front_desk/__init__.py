"""The front desk: visits, and the kiosk (the tablet at the door)."""
