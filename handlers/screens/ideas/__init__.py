"""Ideas for a courtyard in the chat."""
