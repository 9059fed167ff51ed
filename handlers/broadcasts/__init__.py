"""Broadcasts: written, approved, steered, read."""
