"""Who is away and who stands in; who is told at night."""
