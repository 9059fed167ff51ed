"""The one guarded way out to other services."""
