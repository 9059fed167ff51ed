"""Residents ask and follow, the office handles."""
