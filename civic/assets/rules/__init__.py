"""What decides about assets: kinds, imports, exports."""
