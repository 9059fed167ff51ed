"""The domain, in plain Python: what a town may decide and why."""
