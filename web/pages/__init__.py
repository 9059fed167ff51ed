"""What anybody may read in a browser: a town's public pages."""
