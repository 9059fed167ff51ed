"""What residents and the office see of a dialogue."""
