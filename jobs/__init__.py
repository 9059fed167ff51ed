"""What the tick runs."""
