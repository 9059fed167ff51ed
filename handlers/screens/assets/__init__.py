"""How what stands in the town is shown."""
