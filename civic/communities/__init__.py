"""A town, its agencies and officials, and who may do what."""
