"""Official appeals in the chat."""
