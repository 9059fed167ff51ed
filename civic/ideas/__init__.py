"""Wishes for a courtyard: written by one who lives there, supported by neighbours."""
