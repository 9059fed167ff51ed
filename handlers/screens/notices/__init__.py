"""Messages that nobody pressed for, each feature its own."""
