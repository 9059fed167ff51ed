"""Where a request may go, when it is due, whom it reaches and what it is about."""
