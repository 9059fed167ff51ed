"""Responses that came another way: on paper, by phone, from another service."""
