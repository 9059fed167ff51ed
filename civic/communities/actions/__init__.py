"""What one can do about a town and those who serve it."""
