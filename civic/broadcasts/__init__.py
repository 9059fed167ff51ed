"""What a town tells its people: written, approved, sent, followed up."""
