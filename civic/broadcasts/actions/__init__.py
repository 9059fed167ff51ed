"""What people do with a broadcast, from the first word to its recall."""
