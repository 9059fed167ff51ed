"""Figures in, pictures and papers out, in a short-lived process."""
