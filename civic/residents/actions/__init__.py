"""What a person can do about themselves."""
