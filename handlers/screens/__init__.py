"""Pure functions from models to text and buttons."""
