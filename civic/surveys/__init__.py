"""Surveys from the draft to the close."""
