"""How a database with data in it moves forward."""
