"""What the demo town asked in its year, and what its people said: all of it made for the demo."""
