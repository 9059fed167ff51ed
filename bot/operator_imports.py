"""Files brought from the terminal: places, and responses from elsewhere."""
