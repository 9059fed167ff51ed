"""Picking an audience: its screens, and an audience in words."""
