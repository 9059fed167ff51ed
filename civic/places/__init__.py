"""Districts, courtyards and buildings, and how an address is understood."""
