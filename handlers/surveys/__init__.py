"""Surveys in the chat: answering, composing, launching, steering."""
