"""Requests as other programs ask for them and bring them, by the standard GeoReport v2."""
