"""What other programs may do with a town's requests."""
