"""How an official puts a survey together."""
