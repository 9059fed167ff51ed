"""What residents, officials and the tick do with a request."""
