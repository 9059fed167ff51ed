"""Requests that another Open311 server serves: a second outbox."""
