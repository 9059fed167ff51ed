"""Answers as a file, exactly as far as it was promised who will see them."""
