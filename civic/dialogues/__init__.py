"""A resident and the office in conversation: who has it, what was said, whether it is over."""
