"""What is decided about places: imports, locations, addresses."""
