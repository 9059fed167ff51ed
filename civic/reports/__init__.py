"""Honest numbers: counting, rounding, hiding, releasing."""
