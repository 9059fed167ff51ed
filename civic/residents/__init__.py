"""Residents: language, home, quiet hours, topics, and what is stored about them."""
