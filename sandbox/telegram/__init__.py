"""What Telegram promises and forbids: its methods, its texts, its keyboards."""
