"""A town's inventory, as a CSV, GeoJSON or OpenStreetMap file."""
