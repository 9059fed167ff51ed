"""The control API: whoever tests or demonstrates steers the sandbox's people through it."""
