"""Picking an audience, for whatever feature has one."""
