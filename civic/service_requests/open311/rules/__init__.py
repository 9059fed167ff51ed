"""What may be told to other programs, and what they say."""
