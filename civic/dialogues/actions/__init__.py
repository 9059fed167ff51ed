"""What residents and the office do with a dialogue."""
