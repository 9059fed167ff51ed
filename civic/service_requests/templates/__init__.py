"""Answers that an agency keeps ready, in several languages."""
