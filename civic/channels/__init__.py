"""Channels and groups where the town posts, each bound to a place."""
