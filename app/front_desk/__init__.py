"""The front desk: visits, and the tablet by the door."""
