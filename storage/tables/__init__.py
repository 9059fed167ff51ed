"""The tables, private to storage."""
