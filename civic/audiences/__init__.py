"""Whom a message or a survey is for."""
