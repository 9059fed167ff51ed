"""The methods as the sandbox does them: what a bot's call changes and what it answers."""
