"""Requests over HTTP, by the standard GeoReport v2 of Open311."""
