"""What officials see of broadcasts, and what people get."""
