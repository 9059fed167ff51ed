"""What buttons carry, within Telegram's 64 bytes."""
