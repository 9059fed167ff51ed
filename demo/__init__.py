"""The demo town and its made history."""
