"""Broadcasts begin, are written out, are mended and are watched, step by step."""
