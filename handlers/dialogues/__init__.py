"""A resident and the office speak to each other."""
