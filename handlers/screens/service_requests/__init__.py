"""What residents and the office see of service requests."""
