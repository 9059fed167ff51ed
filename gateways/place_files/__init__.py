"""A town's list of places, as a CSV or GeoJSON file."""
