"""A local Bot API server with people behind it, for tests, for the demo and for the curious."""
