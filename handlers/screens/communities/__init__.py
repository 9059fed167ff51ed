"""What the office shows."""
