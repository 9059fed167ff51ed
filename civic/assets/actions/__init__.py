"""What one does with assets: bring them, find them, show or hide them, ask for their papers."""
