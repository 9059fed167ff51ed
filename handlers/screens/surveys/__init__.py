"""What surveys look like: to who answers, to who composes, to who steers."""
