"""Addresses found on a map that somebody else serves."""
